package io.fairlead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * Finds the frames in what a WebSocket server sends (RFC 6455, section 5.2), without making an object for any of them.
 * What is left of a frame that is not whole is kept until the rest comes.
 */
final class FrameReader {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;

    private static final int INCOMPLETE = -1;

    private final Sink sink;
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    /** Takes frames in their order. */
    interface Sink {
        /** One frame; its payload stands in {@code buffer} only for the time of the call. */
        void onFrame(int opcode, ByteBuf buffer, int offset, int length);
    }

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Reads all whole frames of {@code data}; does not release it. */
    void read(ByteBuf data, ByteBufAllocator allocator) {
        if (!rest.isReadable()) {
            readWhole(data);
            keep(data, allocator);
            return;
        }
        rest.writeBytes(data);
        readWhole(rest);
        rest.discardReadBytes();
        if (!rest.isReadable()) {
            release();
        }
    }

    private void keep(ByteBuf data, ByteBufAllocator allocator) {
        if (data.isReadable()) {
            rest = allocator.buffer(Math.max(256, 2 * data.readableBytes())).writeBytes(data);
        }
    }

    /** Gives back what is kept. */
    void release() {
        rest.release();
        rest = Unpooled.EMPTY_BUFFER;
    }

    private void readWhole(ByteBuf data) {
        while (true) {
            int at = data.readerIndex();
            int header = headerSize(data);
            if (header == INCOMPLETE || data.readableBytes() < header) {
                return;
            }
            int length = length(data, header);
            if (data.readableBytes() - header < length) {
                return;
            }
            data.skipBytes(header + length);
            sink.onFrame(data.getByte(at) & 0x0F, data, at + header, length);
        }
    }

    private static int headerSize(ByteBuf data) {
        if (data.readableBytes() < 2) {
            return INCOMPLETE;
        }
        int length = data.getByte(data.readerIndex() + 1) & 0x7F;
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }

    private static int length(ByteBuf data, int header) {
        int at = data.readerIndex();
        if (header == 2) {
            return data.getByte(at + 1) & 0x7F;
        }
        return header == 4 ? data.getUnsignedShort(at + 2) : Math.toIntExact(data.getLong(at + 2));
    }
}
