package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;

/**
 * Strict UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF), checked piece by piece. The state
 * between two pieces is one int: how many bytes the character under way still needs, and the bounds of the next one.
 */
final class Utf8 {
    /** Between two characters: where a text begins, and where it must end. */
    static final int COMPLETE = 0;

    /** Not UTF-8, whatever follows. */
    static final int INVALID = -1;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether all of the buffer's readable bytes are a whole text. */
    static boolean isValid(ByteBuf text) {
        return check(COMPLETE, text) == COMPLETE;
    }

    /** The state after the buffer's readable bytes, of which none is consumed. */
    static int check(int state, ByteBuf piece) {
        int index = piece.readerIndex();
        int end = piece.writerIndex();
        while (index < end && state != INVALID) {
            if (state == COMPLETE && end - index >= Long.BYTES && (piece.getLong(index) & HIGH_BITS) == 0) {
                index += Long.BYTES;
            } else {
                state = step(state, piece.getUnsignedByte(index++));
            }
        }
        return state;
    }

    private static int step(int state, int octet) {
        if (state == COMPLETE) {
            return octet < 0x80 ? COMPLETE : lead(octet);
        }
        if (octet < ((state >> 8) & 0xFF) || octet > (state & 0xFF)) {
            return INVALID;
        }
        int needed = state >> 16;
        return needed == 1 ? COMPLETE : expect(needed - 1, 0x80, 0xBF);
    }

    /** The first byte of a character of several: RFC 3629, section 4. */
    private static int lead(int octet) {
        if (octet < 0xC2 || octet > 0xF4) {
            return INVALID;
        }
        if (octet < 0xE0) {
            return expect(1, 0x80, 0xBF);
        }
        if (octet < 0xF0) {
            return expect(2, octet == 0xE0 ? 0xA0 : 0x80, octet == 0xED ? 0x9F : 0xBF);
        }
        return expect(3, octet == 0xF0 ? 0x90 : 0x80, octet == 0xF4 ? 0x8F : 0xBF);
    }

    private static int expect(int needed, int lowest, int highest) {
        return (needed << 16) | (lowest << 8) | highest;
    }
}
