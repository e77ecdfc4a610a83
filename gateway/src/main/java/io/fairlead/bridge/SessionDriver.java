package io.fairlead.bridge;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.session.ClientSession;
import io.fairlead.session.Command;
import io.fairlead.session.Effect;
import io.fairlead.session.Handshake;
import io.fairlead.session.Joined;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.topic.Message;
import io.fairlead.topicmap.SlowPolicy;
import io.fairlead.wire.WireFormat;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what one client's session wants done, and tells it what came of it. Owned by the connection's loop; every
 * method is called there.
 *
 * <p>A fault of the gateway in here costs this client its connection (1011) and nobody else anything.
 */
public final class SessionDriver implements Effect.Runner {

    private static final Logger log = LoggerFactory.getLogger(SessionDriver.class);
    private static final long NEVER = Long.MAX_VALUE;

    // As long as the connection.
    private final Node node;
    private final LoopSessions sessions;
    private final ClientConnection connection;
    private final ClientSession session;
    private final List<Subscriber> subscribers = new ArrayList<>(1);
    /** Its place among the sessions of its loop; negative before it is open and after it is closed. */
    int rosterSlot = -1;

    private boolean closed;
    private @Nullable DropNotices drops;
    /** What this client's publishes are marked with; null until it publishes. */
    private @Nullable String mark;

    // Until the end of the loop's turn.
    private boolean unflushed;

    // Until the next deadline.
    private @Nullable ScheduledFuture<?> timer;
    private long timerAt = NEVER;

    /**
     * Makes the session of a connection.
     *
     * @param connection where to write to; lives on one of the node's loops
     */
    public SessionDriver(Node node, ClientConnection connection) {
        this.node = node;
        this.connection = connection;
        this.sessions = node.sessionsOf(connection.loop());
        this.session = node.newSession(effect -> effect.runOn(this));
    }

    /** The connection is open. */
    public void onOpen(Handshake handshake) {
        sessions.add(this);
        tell(now -> {
            session.onBrokerState(sessions.brokerUp(), now);
            session.onOpen(handshake, now);
        });
    }

    /** The client sent a command. */
    public void onCommand(Command command) {
        tell(now -> session.onCommand(command, now));
    }

    /** All that had come was handed over: sends what there is to answer. */
    public void onReadComplete() {
        flushNow();
    }

    /** The connection is gone. */
    public void onClosed() {
        end();
    }

    private interface Event {
        void tell(long nowMillis);
    }

    /** Tells the session something, unless it is over. */
    private void tell(Event event) {
        if (closed) {
            return;
        }
        try {
            event.tell(System.currentTimeMillis());
        } catch (RuntimeException e) {
            fail(e);
        }
        if (!closed) {
            setTimer(session.nextDeadline());
        }
    }

    /** A fault of the gateway that this client's connection pays for. */
    void fail(RuntimeException fault) {
        log.error("the gateway failed at a client's session, whose connection it closes", fault);
        close(new Effect.Close(Reason.INTERNAL, Reason.INTERNAL.text(), -1));
        end();
    }

    private void end() {
        if (!closed || rosterSlot >= 0) {
            closed = true;
            setTimer(NEVER);
            sessions.remove(this);
            endSession();
            List.copyOf(subscribers).forEach(this::leave);
        }
    }

    private void endSession() {
        try {
            session.onClosed(System.currentTimeMillis());
        } catch (RuntimeException e) {
            log.error("the gateway failed at the end of a client's session", e);
        }
    }

    private void setTimer(long deadline) {
        if (deadline == timerAt) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        timerAt = deadline;
        if (deadline != NEVER) {
            long delay = Math.max(1, deadline - System.currentTimeMillis());
            timer = connection.loop().schedule(this::onDeadline, delay, TimeUnit.MILLISECONDS);
        }
    }

    private void onDeadline() {
        timer = null;
        timerAt = NEVER;
        tell(session::onDeadline);
    }

    // What the session wants done.

    @Override
    public void send(Effect.Send effect) {
        if (effect.reply() instanceof Reply.Failed failed) {
            node.meters().error(failed.reason());
        }
        reply(effect.reply());
    }

    @Override
    public void close(Effect.Close effect) {
        if (closed) {
            return;
        }
        closed = true;
        node.meters().closed(effect.reason());
        connection.close(effect);
        sessions.runLater(this::end);
    }

    @Override
    public void authenticate(Effect.Authenticate effect) {
        node.authenticator()
                .authenticate(
                        effect.credential(), outcome -> sessions.run(() -> authenticated(effect.token(), outcome)));
    }

    private void authenticated(long token, AuthOutcome outcome) {
        tell(now -> session.onAuthOutcome(token, outcome, now));
    }

    @Override
    public void joinLive(Effect.JoinLive effect) {
        SharedLink link = node.links().use(effect.grant(), sessions);
        Subscriber subscriber = new Subscriber(this, effect, link);
        subscribers.add(subscriber);
        link.home().run(() -> link.channels().join(subscriber));
    }

    @Override
    public void leaveLive(Effect.LeaveLive effect) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.join.token() == effect.token()) {
                leave(subscriber);
                return;
            }
        }
    }

    private void leave(Subscriber subscriber) {
        forget(subscriber);
        LocalSubscribers among = subscriber.among;
        if (among != null) {
            among.remove(subscriber);
        }
        SharedLink link = subscriber.link;
        link.home().run(() -> link.channels().leave(subscriber));
    }

    private void forget(Subscriber subscriber) {
        subscriber.left = true;
        subscribers.remove(subscriber);
    }

    @Override
    public void publish(Effect.Publish effect) {
        Message message = effect.message();
        if (mark == null) {
            mark = PreparedDelivery.publisherOf(message);
        }
        node.links().link(sessions.index()).publishes().publish(message, outcome -> published(effect.token(), outcome));
    }

    private void published(long token, PublishOutcome outcome) {
        tell(now -> session.onPublishOutcome(token, outcome, now));
    }

    // What the broker's side tells.

    void brokerState(boolean up) {
        tell(now -> session.onBrokerState(up, now));
    }

    void joined(Subscriber subscriber, Joined joined) {
        tell(now -> session.onJoined(subscriber.join.token(), joined, now));
    }

    void gap(Subscriber subscriber, String epoch, long pos) {
        tell(now -> session.onGap(subscriber.join.token(), epoch, pos, false, now));
    }

    void refused(Subscriber subscriber, SubscribeOutcome.Refused refused) {
        if (subscriber.left) {
            return;
        }
        forget(subscriber);
        String why = "the broker refuses the gateway's subscription to "
                + subscriber.grant().channel() + ": " + refused.text() + "; ask who runs the broker to allow it";
        tell(now -> session.onJoinRefused(subscriber.join.token(), Reason.BROKER_REFUSED, why, refused.code(), now));
    }

    /**
     * Writes a message, unless the client does not keep up.
     *
     * @param lone whether to flush at once
     * @return whether it was written
     */
    boolean deliver(Subscriber subscriber, PreparedDelivery delivery, boolean lone) {
        if (closed) {
            return false;
        }
        if (connection.pendingBytes() > node.settings().maxPendingBytes()) {
            tooSlow(subscriber);
            return false;
        }
        try {
            connection.write(delivery.frame(subscriber.format));
            flush(lone);
            return true;
        } catch (RuntimeException e) {
            fail(e);
            return false;
        }
    }

    private void flush(boolean now) {
        if (now) {
            connection.flush();
        } else {
            flushLater();
        }
    }

    private void tooSlow(Subscriber subscriber) {
        sessions.meters().dropped.increment();
        if (subscriber.grant().slow() == SlowPolicy.DISCONNECT) {
            String why = connection.pendingBytes() + " bytes wait to be read; read faster or subscribe to less";
            close(new Effect.Close(Reason.SLOW_CONSUMER, why, -1));
            return;
        }
        if (drops == null) {
            drops = new DropNotices(this);
        }
        drops.count(subscriber);
    }

    /** Whether this client published the message, as far as its mark tells. */
    boolean published(PreparedDelivery delivery) {
        return mark != null && mark.equals(delivery.publisher);
    }

    /** Whether the client reads what it is sent, again. */
    boolean reads() {
        return connection.pendingBytes() <= node.settings().maxPendingBytes() / 2;
    }

    boolean isClosed() {
        return closed;
    }

    void reply(Reply reply) {
        if (!closed) {
            connection.write(reply);
            flushLater();
        }
    }

    private void flushLater() {
        if (!unflushed) {
            unflushed = true;
            sessions.flushLater(this);
        }
    }

    /** Sends what was written in this turn of the loop. */
    void flushNow() {
        unflushed = false;
        if (!closed) {
            connection.flush();
        }
    }

    LoopSessions sessions() {
        return sessions;
    }

    ClientConnection connection() {
        return connection;
    }

    WireFormat format() {
        return connection.format();
    }
}
