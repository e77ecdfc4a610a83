package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The header of one frame from a client (RFC 6455, section 5.2).
 *
 * @param bytes the header's own size, mask included
 * @param length the payload's size
 */
record FrameHeader(boolean fin, int opcode, int bytes, long length, int mask) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MAX_CONTROL_LENGTH = 125;
    private static final int MASK_BYTES = 4;

    boolean isControl() {
        return opcode >= CLOSE;
    }

    /** Reads the header that begins at the reader index, which stays where it is; null if it is not all there. */
    static @Nullable FrameHeader peek(ByteBuf in) throws ProtocolViolation {
        if (in.readableBytes() < 2) {
            return null;
        }
        int start = in.readerIndex();
        int first = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        checkBits(first, second);
        int bytes = 2 + lengthBytes(second) + MASK_BYTES;
        if (in.readableBytes() < bytes) {
            return null;
        }
        long length = length(in, start + 2, second & 0x7F);
        return new FrameHeader((first & 0x80) != 0, first & 0x0F, bytes, length, in.getInt(start + bytes - MASK_BYTES));
    }

    private static void checkBits(int first, int second) throws ProtocolViolation {
        int opcode = first & 0x0F;
        if ((first & 0x70) != 0) {
            throw ProtocolViolation.framing("a reserved bit is set and no extension was agreed on");
        }
        if ((opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
            throw ProtocolViolation.framing("opcode " + opcode + " is reserved");
        }
        if ((second & 0x80) == 0) {
            throw ProtocolViolation.framing("a client's frames must be masked");
        }
        if (opcode >= CLOSE && (first & 0x80) == 0) {
            throw ProtocolViolation.framing("a control frame is fragmented");
        }
        if (opcode >= CLOSE && (second & 0x7F) > MAX_CONTROL_LENGTH) {
            throw ProtocolViolation.framing("a control frame has more than 125 bytes");
        }
    }

    private static int lengthBytes(int second) {
        int marker = second & 0x7F;
        return marker == 127 ? Long.BYTES : marker == 126 ? Short.BYTES : 0;
    }

    private static long length(ByteBuf in, int index, int marker) throws ProtocolViolation {
        if (marker < 126) {
            return marker;
        }
        long length = marker == 126 ? in.getUnsignedShort(index) : in.getLong(index);
        if (length < 0 || length <= (marker == 126 ? 125 : 0xFFFF)) {
            throw ProtocolViolation.framing("a frame's length is not in its shortest form");
        }
        return length;
    }
}
