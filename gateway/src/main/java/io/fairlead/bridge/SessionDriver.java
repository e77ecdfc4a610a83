package io.fairlead.bridge;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.Authenticator;
import io.fairlead.session.ClientKey;
import io.fairlead.session.ClientSession;
import io.fairlead.session.Command;
import io.fairlead.session.Effect;
import io.fairlead.session.Handshake;
import io.fairlead.session.Reason;
import io.fairlead.session.Reply;
import io.fairlead.shares.Violation;
import io.fairlead.wire.WireFormat;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one client's session: tells it what happens, and when, and writes what it says. Owned by the connection's loop;
 * every method is called there.
 *
 * <p>A fault of the gateway in here costs this client its connection (1011) and nobody else anything.
 */
public final class SessionDriver {

    private static final Logger log = LoggerFactory.getLogger(SessionDriver.class);
    private static final long NEVER = Long.MAX_VALUE;

    // As long as the connection.
    private final Node node;
    private final Doorway doorway;
    private final LoopSessions sessions;
    private final ClientConnection connection;
    private final ClientSession session;
    private final SessionEffects effects;
    /** Its place among the sessions of its loop; negative before it is open and after it is closed. */
    int rosterSlot = -1;

    private boolean closed;

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
        this(node, node.doorway(), connection);
    }

    /** Makes the session of a connection that came by a door of its own. */
    public SessionDriver(Node node, Doorway doorway, ClientConnection connection) {
        this.node = node;
        this.doorway = doorway;
        this.connection = connection;
        this.sessions = node.sessionsOf(connection.loop());
        this.effects = new SessionEffects(this, node);
        this.session = node.newSession(doorway, effects);
    }

    /** The connection is open. */
    public void onOpen(Handshake handshake) {
        sessions.add(this);
        tell((session, now) -> {
            session.onBrokerState(effects.isServed(), now);
            session.onOpen(handshake, now);
        });
    }

    /** Bytes were read from the client; comes before what they say. */
    public void onRead(int bytes) {
        tell((session, now) -> session.onRead(bytes, now));
    }

    /** A packet came that is worth so many commands, from a client that is slowed where others are refused. */
    public void onPacket(int commands) {
        tell((session, now) -> session.onPacket(commands, now));
    }

    /** The client sent a frame that says nothing to its session, and costs as much as one that does. */
    public void onControlFrame() {
        tell(ClientSession::onControlFrame);
    }

    /** The client sent a command. */
    public void onCommand(Command command) {
        tell((session, now) -> session.onCommand(command, now));
    }

    /** All that had come was handed over: sends what there is to answer. */
    public void onReadComplete() {
        flushNow();
    }

    /** The client has read most of what was written to it, after it did not. */
    public void onWritable() {
        effects.onWritable();
    }

    /** The connection is gone. */
    public void onClosed() {
        end();
    }

    /** What a session is told, and when. */
    interface Event {
        void tell(ClientSession session, long nowMillis);
    }

    /** Tells the session something, unless it is over. A fault in it costs the connection. */
    void tell(Event event) {
        if (closed) {
            return;
        }
        try {
            event.tell(session, System.currentTimeMillis());
        } catch (RuntimeException e) {
            fail(e);
        }
        if (!closed) {
            setTimer(session.nextDeadline());
        }
    }

    /** Runs a task for this client unless its connection is closed, which a fault in it costs. */
    void contain(Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** A fault of the gateway that this client's connection pays for. */
    void fail(RuntimeException fault) {
        log.error("the gateway failed at a client's session, whose connection it closes", fault);
        try {
            close(new Effect.Close(Reason.INTERNAL, Reason.INTERNAL.text(), -1));
        } catch (RuntimeException e) {
            log.error("the gateway failed at closing a client's connection", e);
        }
        end();
    }

    private void end() {
        if (!closed || rosterSlot >= 0) {
            closed = true;
            setTimer(NEVER);
            sessions.remove(this);
            endSession();
            effects.end();
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
        tell(ClientSession::onDeadline);
    }

    /** Says why and closes. What is left of the session ends after this. */
    public void close(Effect.Close effect) {
        if (closed) {
            return;
        }
        closed = true;
        node.meters().closed(effect.reason());
        Violation violation = Violation.of(effect.reason());
        if (violation != null) {
            connection.visit().note(violation);
        }
        connection.close(effect);
        sessions.runLater(this::end);
    }

    /** A link came up or went down, or it is another set of links that matters to this client. */
    void lookAtLinks() {
        tell((session, now) -> session.onBrokerState(effects.isServed(), now));
    }

    /** Credentials were revoked, and they may be this client's. */
    void lookAtRevocations() {
        tell((session, now) -> session.onRevocations(node.revocations().known(), now));
    }

    /** Answers a publish. */
    void published(long token, PublishOutcome outcome) {
        tell((session, now) -> session.onPublishOutcome(token, outcome, now));
    }

    /** Has what was written flushed, at once or at the end of the loop's turn. */
    void flush(boolean now) {
        if (now) {
            connection.flush();
        } else {
            flushLater();
        }
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

    /** Who the client is; null until its session is open. */
    @Nullable
    ClientKey client() {
        return effects.client();
    }

    LoopSessions sessions() {
        return sessions;
    }

    ClientConnection connection() {
        return connection;
    }

    Authenticator authenticator() {
        return doorway.authenticator();
    }

    WireFormat format() {
        return connection.format();
    }
}
