package io.fairlead.wire.json;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes JSON values into a buffer, byte by byte: strings escaped only where RFC 8259, section 7 demands it. */
final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    /** Writes a string. Half a surrogate pair, which UTF-8 cannot hold, is escaped. */
    static void string(ByteBuf out, String value) {
        out.writeByte('"');
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (mustEscape(c) || Character.isSurrogate(c)) {
                run(out, value, written, i);
                escape(out, c);
                written = i + 1;
            }
        }
        run(out, value, written, value.length());
        out.writeByte('"');
    }

    private static void run(ByteBuf out, String value, int from, int to) {
        if (from < to) {
            ByteBufUtil.writeUtf8(out, value, from, to);
        }
    }

    /** Writes bytes that are UTF-8 as a string. */
    static void stringOfUtf8(ByteBuf out, byte[] utf8) {
        out.writeByte('"');
        int written = 0;
        for (int i = 0; i < utf8.length; i++) {
            if (mustEscape((char) (utf8[i] & 0xFF))) {
                out.writeBytes(utf8, written, i - written);
                escape(out, (char) utf8[i]);
                written = i + 1;
            }
        }
        out.writeBytes(utf8, written, utf8.length - written);
        out.writeByte('"');
    }

    private static boolean mustEscape(char c) {
        return c < 0x20 || c == '"' || c == '\\';
    }

    private static void escape(ByteBuf out, char c) {
        out.writeByte('\\');
        int letter = letterFor(c);
        if (letter != 0) {
            out.writeByte(letter);
            return;
        }
        out.writeByte('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.writeByte(HEX[c >> shift & 0xF]);
        }
    }

    private static int letterFor(char c) {
        return switch (c) {
            case '"', '\\' -> c;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
    }

    /** Writes bytes as a base64 string (RFC 4648, section 4, padded). */
    static void base64(ByteBuf out, byte[] bytes) {
        out.writeByte('"');
        out.writeBytes(Base64.getEncoder().encode(bytes));
        out.writeByte('"');
    }

    /** Writes an integer. */
    static void number(ByteBuf out, long value) {
        if (value < 0) {
            ByteBufUtil.writeAscii(out, Long.toString(value));
            return;
        }
        int digits = digits(value);
        out.ensureWritable(digits);
        int end = out.writerIndex() + digits;
        long rest = value;
        for (int at = end - 1; at >= end - digits; at--) {
            out.setByte(at, (int) ('0' + rest % 10));
            rest /= 10;
        }
        out.writerIndex(end);
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Writes a finite number, without a fraction where it has none. */
    static void number(ByteBuf out, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            number(out, (long) value);
        } else {
            ByteBufUtil.writeAscii(out, Double.toString(value));
        }
    }
}
