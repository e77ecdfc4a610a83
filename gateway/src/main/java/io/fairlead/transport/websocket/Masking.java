package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;

/** The masking of client frames (RFC 6455, section 5.3). Masking twice is not masking at all. */
final class Masking {
    private Masking() {}

    /** Masks or unmasks the readable bytes where they lie. */
    static void apply(ByteBuf payload, int mask) {
        int index = payload.readerIndex();
        int end = payload.writerIndex();
        long wide = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
        for (; end - index >= Long.BYTES; index += Long.BYTES) {
            payload.setLong(index, payload.getLong(index) ^ wide);
        }
        for (int shift = 24; index < end; index++, shift = shift == 0 ? 24 : shift - 8) {
            payload.setByte(index, payload.getByte(index) ^ (mask >> shift));
        }
    }
}
