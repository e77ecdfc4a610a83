package io.fairlead.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Payloads that say when they were due: a JSON object of a given size, with nanoseconds between two {@code ~} so that a
 * receiver finds them in whatever frame they come in.
 */
final class Stamp {

    private static final byte MARK = '~';
    private static final int DIGITS = 19;
    private static final String HEAD = "{\"due\":\"";
    private static final String MIDDLE = "\",\"pad\":\"";
    private static final String TAIL = "\"}";

    /** The smallest payload that can be stamped, in bytes. */
    static final int SMALLEST = HEAD.length() + DIGITS + 2 + MIDDLE.length() + TAIL.length();

    private Stamp() {}

    /** A payload of {@code size} bytes that is due at {@code nanos}. */
    static byte[] payload(int size, long nanos) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) '.');
        String digits = String.valueOf(nanos);
        String head = HEAD + "~" + "0".repeat(DIGITS - digits.length()) + digits + "~" + MIDDLE;
        put(payload, 0, head);
        put(payload, size - TAIL.length(), TAIL);
        return payload;
    }

    private static void put(byte[] payload, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, payload, at, bytes.length);
    }

    /** The nanoseconds a frame's payload was stamped with; negative if it bears no stamp. */
    static long read(ByteBuf frame, int offset, int length) {
        int mark = frame.indexOf(offset, offset + length, MARK);
        if (mark < 0 || mark + DIGITS + 1 >= offset + length) {
            return -1;
        }
        long nanos = 0;
        for (int at = mark + 1; at <= mark + DIGITS; at++) {
            nanos = nanos * 10 + (frame.getByte(at) - '0');
        }
        return nanos;
    }
}
