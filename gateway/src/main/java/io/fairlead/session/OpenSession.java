package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.topic.Message;
import io.fairlead.topicmap.Topics;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a session does while it is open: each command goes to the part that lives as long as what it is about. */
final class OpenSession implements Command.Handler {

    private final SessionSettings settings;
    private final Supplier<? extends Topics> topics;
    private final Client client;
    private final Outbox out;
    private final Reading reading;
    private final UserShare user;
    private final Violations violations;

    private final Authentication authentication;
    private final SubscriptionBook subscriptions;
    private @Nullable PublishGate gate;
    private @Nullable Publishing publishing;
    private @Nullable Requests requests;
    private @Nullable PublishIntake intake;
    private boolean background;

    // Once the node goes down.
    private @Nullable Drain drain;

    OpenSession(
            SessionSettings settings,
            Supplier<? extends Topics> topics,
            Client client,
            UserShare user,
            Authentication authentication,
            Outbox out,
            Reading reading,
            Violations violations) {
        this.settings = settings;
        this.topics = topics;
        this.client = client;
        this.authentication = authentication;
        this.user = user;
        this.out = out;
        this.reading = reading;
        this.violations = violations;
        this.subscriptions = new SubscriptionBook(settings.subscriptions(), topics, client, out);
    }

    void welcome(@Nullable CommandId id, boolean brokerUp) {
        out.run(new Effect.Register(client.key(), client.instance()));
        Identity identity = authentication.identity();
        out.send(new Reply.Welcome(
                id,
                client.name(),
                identity.user(),
                settings.node(),
                ClientSession.PROTOCOL,
                client.secret(),
                settings.pingMillis(),
                identity.expires(),
                brokerUp,
                new Reply.Limits(settings.maxBytes(), settings.subscriptions(), settings.rates())));
    }

    /** Carries a command out, or answers why not. */
    void handle(Command command, long nowMillis) {
        if (out.isClosed()) {
            return;
        }
        try {
            command.giveTo(this, nowMillis);
        } catch (Refusal refusal) {
            out.fail(command.id(), refusal);
        }
    }

    void handleAll(List<? extends Command> commands, long nowMillis) {
        for (Command command : commands) {
            handle(command, nowMillis);
        }
    }

    @Override
    public void connect(Command.Connect command, long nowMillis) {
        violations.answer(
                command.id(),
                Reason.BAD_FRAME,
                "the session is open already, by a first connect, another command, or ?channel=; "
                        + "send connect first and once (auth brings a fresh token)",
                nowMillis);
    }

    @Override
    public void subscribe(Command.Subscribe command, long nowMillis) {
        subscriptions.subscribe(authentication.identity(), command);
    }

    @Override
    public void unsubscribe(Command.Unsubscribe command, long nowMillis) {
        subscriptions.unsubscribe(authentication.identity(), command);
    }

    @Override
    public void publish(Command.Publish command, long nowMillis) {
        if (intake == null || publishing == null) {
            publishing = new Publishing(settings, gate(nowMillis), out);
            intake = new PublishIntake(publishing, authentication::identity, reading, out, settings.maxBytes());
        }
        intake.publish(command, nowMillis);
    }

    private PublishGate gate(long nowMillis) {
        if (gate == null) {
            gate = new PublishGate(settings, topics, client, user, nowMillis);
        }
        return gate;
    }

    @Override
    public void request(Command.Request command, long nowMillis) {
        if (requests == null) {
            requests = new Requests(settings.requests(), gate(nowMillis), out);
        }
        requests.request(authentication.identity(), command, nowMillis);
    }

    @Override
    public void auth(Command.Auth command, long nowMillis) {
        authentication.refresh(command, nowMillis);
    }

    @Override
    public void ack(Command.Ack command, long nowMillis) {
        subscriptions.acknowledge(command);
    }

    /** Always answered: a ping that is not answered tells nobody that the server lives. */
    @Override
    public void ping(Command.Ping command, long nowMillis) {
        out.send(new Reply.Pong(command.id()));
    }

    @Override
    public void background(Command.Background command, long nowMillis) {
        hide(true);
    }

    @Override
    public void foreground(Command.Foreground command, long nowMillis) {
        hide(false);
    }

    private void hide(boolean hidden) {
        if (background != hidden) {
            background = hidden;
            out.run(new Effect.Background(hidden));
        }
    }

    @Override
    public void invalid(Command.Invalid command, long nowMillis) {
        violations.answer(command.id(), command.reason(), command.why(), nowMillis);
    }

    void onTakenOver(Reason reason) {
        Takeover.close(client.name(), reason, out);
    }

    void onRevocations(Revocations revoked, long nowMillis) {
        Refusal refusal = Verdict.refusal(revoked, authentication.identity(), client.name(), nowMillis);
        if (refusal != null) {
            out.close(refusal.reason(), refusal.why());
        }
    }

    void onAuthOutcome(long token, AuthOutcome outcome, long nowMillis) {
        if (authentication.onOutcome(token, outcome, nowMillis)) {
            handleAll(subscriptions.recheck(authentication.identity()), nowMillis);
        }
    }

    void onJoined(long token, Joined joined, long nowMillis) {
        handleAll(subscriptions.onJoined(token, joined), nowMillis);
    }

    void onJoinRefused(long token, Reason reason, String why, int mqttReason, long nowMillis) {
        handleAll(subscriptions.onJoinRefused(token, reason, why, mqttReason), nowMillis);
    }

    void onDurableMessage(DurableMessage message) {
        subscriptions.onDurableMessage(authentication.identity(), message);
    }

    void onPublishOutcome(long token, PublishOutcome outcome, long nowMillis) {
        boolean ofRequest = requests != null && requests.onOutcome(token, outcome);
        if (!ofRequest && publishing != null && intake != null) {
            publishing.onOutcome(token, outcome);
            intake.onOutcome(nowMillis);
        }
    }

    void onResponse(long token, Message message) {
        if (requests != null) {
            requests.onResponse(token, message);
        }
    }

    void onGap(long token, String epoch, long pos, boolean certain) {
        subscriptions.onGap(token, epoch, pos, certain);
    }

    void onDrain(long reconnectAfterMillis, long closeAtMillis, long nowMillis) {
        if (drain == null && !out.isClosed()) {
            drain = new Drain(out, reconnectAfterMillis, closeAtMillis, nowMillis);
            drain.onDeadline(isAwaiting(), nowMillis);
        }
    }

    /** Whether something is under way whose outcome the client waits for. */
    private boolean isAwaiting() {
        return (publishing != null && publishing.isAwaiting()) || (requests != null && requests.isAwaiting());
    }

    long deadline() {
        long ending = drain == null ? Long.MAX_VALUE : drain.deadline(isAwaiting());
        long answers = requests == null ? Long.MAX_VALUE : requests.deadline();
        long reading = intake == null ? Long.MAX_VALUE : intake.deadline();
        return Math.min(Math.min(authentication.deadline(), Math.min(answers, reading)), ending);
    }

    void onDeadline(long nowMillis) {
        authentication.onDeadline(nowMillis);
        if (requests != null) {
            requests.onDeadline(nowMillis);
        }
        if (intake != null) {
            intake.onDeadline(nowMillis);
        }
        if (drain != null) {
            drain.onDeadline(isAwaiting(), nowMillis);
        }
    }

    /** The user's name; null for an anonymous client. */
    @Nullable
    String user() {
        return client.user();
    }

    /** Gives back what the session holds. */
    void end() {
        subscriptions.leaveAll();
        if (requests != null) {
            requests.forgetAll();
        }
    }
}
