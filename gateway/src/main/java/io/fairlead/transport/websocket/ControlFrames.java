package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** The control frames that a server sends (RFC 6455, section 5.5): final, unmasked, at most 125 bytes of payload. */
final class ControlFrames {
    private static final int FIN = 0x80;
    private static final ByteBuf PING = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeByte(FIN | FrameHeader.PING).writeByte(0));

    private ControlFrames() {}

    /** A ping without payload; every connection shares its bytes. */
    static ByteBuf ping() {
        return PING.duplicate();
    }

    /** The answer to a ping: its payload, unchanged. */
    static ByteBuf pong(ByteBuf payload, ByteBufAllocator allocator) {
        int length = payload.readableBytes();
        return header(FrameHeader.PONG, length, allocator).writeBytes(payload, payload.readerIndex(), length);
    }

    /** A close with the gateway's reason. */
    static ByteBuf close(Closing closing, ByteBufAllocator allocator) {
        byte[] reason = CloseReason.encode(closing);
        return header(FrameHeader.CLOSE, Short.BYTES + reason.length, allocator)
                .writeShort(closing.status())
                .writeBytes(reason);
    }

    /** A close without a reason. */
    static ByteBuf close(int status, ByteBufAllocator allocator) {
        return header(FrameHeader.CLOSE, Short.BYTES, allocator).writeShort(status);
    }

    /** The answer to a client's close: its status, or none if it gave none. */
    static ByteBuf closeEcho(int status, ByteBufAllocator allocator) {
        return status == FrameSink.NO_STATUS ? header(FrameHeader.CLOSE, 0, allocator) : close(status, allocator);
    }

    private static ByteBuf header(int opcode, int length, ByteBufAllocator allocator) {
        return allocator.buffer(2 + length).writeByte(FIN | opcode).writeByte(length);
    }
}
