package io.fairlead.transport.websocket;

import io.fairlead.session.Reason;

/**
 * The liveness of one connection: one that sent nothing for a ping interval is pinged, and again after each further one; one
 * that left two pings unanswered is closed. Time in which nothing was read from it counts for it. Counted in the ticks of
 * {@link Heartbeats}.
 */
final class Heartbeat {
    private static final int MOST_UNANSWERED = 2;

    private final NettyConnection connection;
    private final Heartbeats heartbeats;

    // Where it stands among the heartbeats of its loop.
    int slot;
    int index;

    /** When the client was last heard, or pinged. */
    private long since;

    private int unanswered;

    Heartbeat(NettyConnection connection, Heartbeats heartbeats) {
        this.connection = connection;
        this.heartbeats = heartbeats;
        this.since = heartbeats.now();
    }

    NettyConnection connection() {
        return connection;
    }

    /** The client sent something of its own accord. */
    void onHeard() {
        since = heartbeats.now();
        unanswered = 0;
    }

    /** The client answered a ping; that alone does not make the connection less idle. */
    void onPong() {
        unanswered = 0;
    }

    /** Its time may have come. Returns the tick to look at it again. */
    long onTick(long now, Heartbeats.Interval interval) {
        long due = since + interval.ticks(connection.isBackground());
        if (due > now) {
            return due;
        }
        since = now;
        if (connection.wasPausedSinceBeat()) {
            unanswered = 0;
        }
        if (unanswered == MOST_UNANSWERED) {
            connection.close(Closing.of(connection.isWritable() ? Reason.HEARTBEAT_TIMEOUT : Reason.SLOW_CONSUMER));
        } else {
            unanswered++;
            connection.write(ControlFrames.ping());
            connection.flush();
        }
        return now + interval.ticks(connection.isBackground());
    }
}
