package io.fairlead.bridge;

import io.netty.buffer.ByteBuf;

/** A message, framed for one client, that waits in the gateway. Whoever takes it writes or releases its frame. */
final class Waiting {

    /** What one takes besides its frame, in bytes: the objects that hold it. */
    static final int OVERHEAD = 256;

    /** The concrete channel. */
    final String channel;

    final ByteBuf frame;

    /** What it counts against the client's bound. */
    final int bytes;

    Waiting(String channel, ByteBuf frame) {
        this.channel = channel;
        this.frame = frame;
        this.bytes = frame.readableBytes() + OVERHEAD;
    }
}
