package io.fairlead.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * How a message is encoded and framed for one kind of connection. Stateless; one instance for each kind, and the instance
 * is the key under which an encoded message is shared.
 */
public interface WireFormat {

    /** Encodes a message into a complete frame of the transport, header included. */
    ByteBuf encode(OutgoingMessage message, ByteBufAllocator allocator);
}
