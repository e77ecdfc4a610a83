package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.ClientNames;
import io.fairlead.identity.Identity;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.topic.Message;
import io.fairlead.topicmap.Topics;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One client's session, from its upgrade to the end of its connection: commands and events in, effects out (protocol,
 * sections 1 to 4).
 *
 * <ul>
 *   <li>{@link SessionState.Waiting} for the first command, by {@link #onOpen};
 *   <li>→ {@link SessionState.Authenticating} by any first command, or by {@link #onOpen} where the handshake names channels;
 *   <li>→ {@link SessionState.Open} by {@link #onAuthOutcome}, if the client is who it says;
 *   <li>→ {@link SessionState.Closed} from each of them, when the session closes the connection ({@link Effect.Close}), or by
 *       {@link #onClosed}.
 * </ul>
 *
 * <p>Lives on one loop and is touched by no other thread. An effect may be answered before the call that emitted it returns.
 * Times are in milliseconds since 1970. An event for a token that is no longer waited for is ignored.
 */
public final class ClientSession {

    /** The protocol's name, as the subprotocol and {@code welcome} bear it. */
    public static final String PROTOCOL = "fairlead.v1";

    private final SessionSettings settings;
    private final Supplier<? extends Topics> topics;
    private final ClientNames names;
    private final Outbox out;
    private final Reading reading;
    private final SessionRates rates;
    private final UserShares users;
    private final Violations violations;

    private SessionState state = new SessionState.Waiting(Handshake.EMPTY, Long.MAX_VALUE);
    private boolean brokerUp;

    /** A session of a user that shares in nothing with others. */
    public ClientSession(
            SessionSettings settings, Supplier<? extends Topics> topics, ClientNames names, Consumer<Effect> effects) {
        this(settings, topics, names, UserShares.NONE, effects);
    }

    /**
     * @param users what the clients of one user share in
     * @param effects carries effects out, in their order, on the session's loop
     */
    public ClientSession(
            SessionSettings settings,
            Supplier<? extends Topics> topics,
            ClientNames names,
            UserShares users,
            Consumer<Effect> effects) {
        this.settings = settings;
        this.topics = topics;
        this.names = names;
        this.users = users;
        this.out = new Outbox(effects);
        this.reading = new Reading(out);
        this.rates = new SessionRates(settings, reading, out);
        this.violations = new Violations(out);
    }

    /** The connection is open and its subprotocol accepted. The first event, but for {@link #onBrokerState}. */
    public void onOpen(Handshake handshake, long nowMillis) {
        SessionState.Waiting waiting = new SessionState.Waiting(handshake, nowMillis + settings.connectTimeoutMillis());
        state = waiting;
        if (!handshake.channels().isEmpty()) {
            beginAtOnce(handshake, nowMillis);
        }
        settle();
    }

    private void beginAtOnce(Handshake handshake, long nowMillis) {
        try {
            authenticate(Opening.byHandshake(handshake), noCommands(), nowMillis);
        } catch (Refusal refusal) {
            out.close(refusal.reason(), refusal.why());
        }
    }

    /** Bytes were read from the client, of whatever kind; comes before what they say. */
    public void onRead(int bytes, long nowMillis) {
        rates.onRead(bytes, nowMillis);
    }

    /**
     * A packet came from a client that cannot be told to come again later, and is slowed instead, in all it does; comes
     * before what it says.
     *
     * @param commands how many commands it is worth; 0 for an answer that is owed
     */
    public void onPacket(int commands, long nowMillis) {
        rates.onPacket(commands, nowMillis);
    }

    /** The client sent a frame of its transport's own, a ping perhaps. */
    public void onControlFrame(long nowMillis) {
        rates.onControlFrame(nowMillis);
        settle();
    }

    /** The client sent a command, or a frame that is none. */
    public void onCommand(Command command, long nowMillis) {
        if (rates.admits(command, nowMillis)) {
            carryOut(command, nowMillis);
        }
        rates.onHandled(nowMillis);
        settle();
    }

    private void carryOut(Command command, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().handle(command, nowMillis);
        } else if (state instanceof SessionState.Authenticating authenticating) {
            await(authenticating, command);
        } else if (state instanceof SessionState.Waiting waiting) {
            begin(waiting, command, nowMillis);
        }
    }

    private void await(SessionState.Authenticating authenticating, Command command) {
        try {
            authenticating.waiting().add(command, "the token to be checked");
        } catch (Refusal refusal) {
            out.fail(command.id(), refusal);
        }
    }

    private void begin(SessionState.Waiting waiting, Command first, long nowMillis) {
        if (first instanceof Command.Invalid invalid) {
            violations.answer(invalid.id(), invalid.reason(), invalid.why(), nowMillis);
            return;
        }
        try {
            Command.Connect connect = Opening.by(first, waiting.handshake());
            Backlog commands = noCommands();
            if (!(first instanceof Command.Connect)) {
                commands.add(first, "the session to open");
            }
            authenticate(connect, commands, nowMillis);
        } catch (Refusal refusal) {
            violations.answer(first.id(), refusal.reason(), refusal.why(), nowMillis);
        }
    }

    private Backlog noCommands() {
        return new Backlog(SessionState.Authenticating.MAX_WAITING, settings.maxBytes());
    }

    private void authenticate(Command.Connect connect, Backlog commands, long nowMillis) {
        long token = out.nextToken();
        long deadline = nowMillis + settings.connectTimeoutMillis();
        state = new SessionState.Authenticating(token, connect, commands, deadline);
        out.run(new Effect.Authenticate(token, connect.token(), connect.client()));
    }

    /** Answers {@link Effect.Authenticate}. */
    public void onAuthOutcome(long token, AuthOutcome outcome, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onAuthOutcome(token, outcome, nowMillis);
        } else if (state instanceof SessionState.Authenticating asked && asked.token() == token) {
            open(asked, outcome, nowMillis);
        }
        settle();
    }

    private void open(SessionState.Authenticating asked, AuthOutcome outcome, long nowMillis) {
        try {
            OpenSession session = session(Verdict.identity(outcome, nowMillis), asked.connect(), nowMillis);
            state = new SessionState.Open(session);
            session.welcome(asked.connect().id(), brokerUp);
            session.handleAll(asked.connect().subscribe(), nowMillis);
            session.handleAll(asked.waiting().commands(), nowMillis);
        } catch (Refusal refusal) {
            out.close(refusal.reason(), refusal.why(), refusal.retryAfterMillis());
        }
    }

    private OpenSession session(Identity identity, Command.Connect connect, long nowMillis) {
        Client client = Client.of(identity, connect.client(), connect, names);
        Authentication authentication =
                new Authentication(identity, client.name(), settings.connectTimeoutMillis(), out, nowMillis);
        UserShare share = identity.user() == null ? UserShare.UNLIMITED : users.enter(identity.user());
        rates.share(share);
        return new OpenSession(settings, topics, client, share, authentication, out, reading, violations);
    }

    /**
     * The same client has opened another session, here or on another node, and this one ends.
     *
     * @param reason {@link Reason#SUPERSEDED} if that is the same instance, otherwise {@link Reason#TAKEN_OVER}
     */
    public void onTakenOver(Reason reason, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onTakenOver(reason);
        }
        settle();
    }

    /** Credentials were revoked: a session that was opened with some of them closes. */
    public void onRevocations(Revocations revoked, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onRevocations(revoked, nowMillis);
        }
        settle();
    }

    /** Answers a join: the subscription is in force. Its messages may be delivered once this returns. */
    public void onJoined(long token, Joined joined, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onJoined(token, joined, nowMillis);
        }
        settle();
    }

    /**
     * Answers {@link Effect.JoinLive} or {@link Effect.JoinDurable}: it failed; or says that what was joined while the broker was away was refused when it
     * returned. Whoever says so holds nothing under the token any more.
     *
     * @param mqttReason the broker's reason code; negative if it gave none
     */
    public void onJoinRefused(long token, Reason reason, String why, int mqttReason, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onJoinRefused(token, reason, why, mqttReason, nowMillis);
        }
        settle();
    }

    /**
     * A message of the client's own session at the broker: answered by {@link Effect.DeliverDurable} or {@link
     * Effect.WithholdDurable}. Comes only after the first durable join was answered.
     */
    public void onDurableMessage(DurableMessage message, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            rates.onDelivered();
            open.session().onDurableMessage(message);
        }
    }

    /** Answers {@link Effect.Publish} and {@link Effect.Request}. */
    public void onPublishOutcome(long token, PublishOutcome outcome, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onPublishOutcome(token, outcome, nowMillis);
        }
    }

    /** Answers {@link Effect.Request}: the first message that came back. */
    public void onResponse(long token, Message message, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onResponse(token, message);
        }
    }

    /** Tells whether the broker can be reached: once before {@link #onOpen}, and at each change. A session starts with false. */
    public void onBrokerState(boolean up, long nowMillis) {
        boolean changed = up != brokerUp;
        brokerUp = up;
        if (changed && state instanceof SessionState.Open) {
            out.send(up ? new Reply.Notice.BrokerUp() : new Reply.Notice.BrokerDown());
        }
    }

    /** The numbering of a joined channel starts anew; {@code certain} says whether messages were missed for sure. */
    public void onGap(long token, String epoch, long pos, boolean certain, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onGap(token, epoch, pos, certain);
        }
    }

    /**
     * The node goes down. An open session tells its client and closes when the client is to be gone, later if publishes have
     * no outcome yet; one that is not open closes at once. Only the first of these counts.
     *
     * @param reconnectAfterMillis when the client is to come back elsewhere, in milliseconds from now
     * @param closeAtMillis when the session closes at the latest, whatever it waits for
     */
    public void onDrain(long reconnectAfterMillis, long closeAtMillis, long nowMillis) {
        if (state instanceof SessionState.Open open) {
            open.session().onDrain(reconnectAfterMillis, closeAtMillis, nowMillis);
        } else {
            Drain.close(out, reconnectAfterMillis);
        }
        settle();
    }

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. May change with every event. */
    public long nextDeadline() {
        return out.isClosed() ? Long.MAX_VALUE : Math.min(state.deadline(), rates.deadline());
    }

    /** The time that {@link #nextDeadline} told has come. Does no harm when it comes early. */
    public void onDeadline(long nowMillis) {
        rates.onDeadline(nowMillis);
        if (state instanceof SessionState.Open open) {
            open.session().onDeadline(nowMillis);
        } else if (nowMillis >= state.deadline()) {
            timeOut();
        }
        settle();
    }

    private void timeOut() {
        if (state instanceof SessionState.Waiting) {
            out.close(
                    Reason.CONNECT_TIMEOUT,
                    "nothing came within " + settings.connectTimeoutMillis() / 1000
                            + " s of the upgrade; send connect");
        } else {
            out.close(Reason.INTERNAL, Verdict.NOT_IN_TIME);
        }
    }

    /** The connection is gone. The last event. */
    public void onClosed(long nowMillis) {
        out.gone();
        settle();
    }

    /** Once the way out is closed, what the session holds goes back. */
    private void settle() {
        if (!out.isClosed() || state instanceof SessionState.Closed) {
            return;
        }
        SessionState last = state;
        state = new SessionState.Closed();
        if (last instanceof SessionState.Open open) {
            open.session().end();
            String user = open.session().user();
            if (user != null) {
                users.leave(user);
            }
        }
    }
}
