package io.fairlead.transport.websocket;

import io.fairlead.session.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Encodes a reply into a complete WebSocket frame, header included. */
public interface ReplyEncoder {
    ByteBuf encode(Reply reply, ByteBufAllocator allocator);
}
