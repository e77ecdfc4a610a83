package io.fairlead.transport.websocket;

import io.fairlead.session.Reason;

/**
 * The liveness of one connection. At each beat, one every ping interval, a connection that sent nothing since the last
 * one is pinged; one that left two pings unanswered is closed.
 */
final class Heartbeat {
    private static final int MOST_UNANSWERED = 2;

    private final NettyConnection connection;

    // Where it stands among the heartbeats of its loop.
    int slot;
    int index;

    // Since the last beat.
    private boolean heard;
    private int unanswered;

    Heartbeat(NettyConnection connection) {
        this.connection = connection;
    }

    NettyConnection connection() {
        return connection;
    }

    /** The client sent something of its own accord. */
    void onHeard() {
        heard = true;
        unanswered = 0;
    }

    /** The client answered a ping; that alone does not make the connection less idle. */
    void onPong() {
        unanswered = 0;
    }

    void onBeat() {
        if (heard) {
            heard = false;
        } else if (unanswered == MOST_UNANSWERED) {
            connection.close(Closing.of(connection.isWritable() ? Reason.HEARTBEAT_TIMEOUT : Reason.SLOW_CONSUMER));
        } else {
            unanswered++;
            connection.write(ControlFrames.ping());
            connection.flush();
        }
    }
}
