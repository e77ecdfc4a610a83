package io.fairlead.bridge;

import io.fairlead.identity.Peer;
import io.fairlead.session.Effect;
import io.fairlead.session.Reply;
import io.fairlead.shares.Visit;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/**
 * A client's connection as the bridge sees it: somewhere to write to. A transport only writes; what to write is decided
 * below. Every method is called on {@link #loop()}.
 */
public interface ClientConnection {

    /** The loop the connection lives on, and with it its session. */
    EventLoop loop();

    /** What is known of where it comes from. */
    Peer peer();

    /** Its hold on the node. */
    default Visit visit() {
        return Visit.free();
    }

    /** How messages are framed for this connection. Connections with the same format share encoded messages. */
    WireFormat format();

    /** How messages of one live subscription are framed, where that depends on it. */
    default WireFormat format(Effect.JoinLive subscription) {
        return format();
    }

    /**
     * Whether the client takes another message of this format now. Where it does not, though it reads, its session is told
     * when it does again ({@link SessionDriver#onWritable}).
     */
    default boolean takes(WireFormat format) {
        return true;
    }

    /** Writes a reply of the session. It leaves with the next {@link #flush()}. */
    void write(Reply reply);

    /** Writes an encoded, framed message, and releases it. It leaves with the next {@link #flush()}. */
    void write(ByteBuf frame);

    /** Sends what was written. */
    void flush();

    /** Whether nothing stands between a frame and the socket: the connection is open and nothing waits to leave. */
    boolean isClear();

    /**
     * Sends a framed message that other connections are sent too, behind what was written before. What does not leave at once
     * leaves as soon as the client reads. The frame is neither moved nor released.
     */
    void send(ByteBuf shared);

    /** Says why and closes. Nothing is written after it. */
    void close(Effect.Close reason);

    /** Bytes that were written and have not left yet. */
    long pendingBytes();

    /**
     * Sets how many bytes may be pending before the client counts as one that does not read. When half of them are left after
     * that, its session is told ({@link SessionDriver#onWritable}).
     */
    void writeAhead(long bytes);

    /** Stops reading from the client, or goes on. Time in which it is stopped does not count against its heartbeat. */
    void pauseReading(boolean paused);

    /** Says whether the client is in the background, where it is pinged less often. */
    void background(boolean hidden);
}
