package io.fairlead.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Frames as a client writes them, masked; each field of the header can be got wrong. */
final class Frames {
    private static final int MASK = 0x37FA213D;

    private Frames() {}

    static ByteBuf text(String text) {
        return text(true, utf8(text));
    }

    static ByteBuf text(boolean fin, byte[] payload) {
        return frame(fin ? 0x81 : 0x01, payload);
    }

    static ByteBuf continuation(boolean fin, byte[] payload) {
        return frame(fin ? 0x80 : 0x00, payload);
    }

    static ByteBuf ping(String payload) {
        return frame(0x89, utf8(payload));
    }

    static ByteBuf pong() {
        return frame(0x8A, new byte[0]);
    }

    static ByteBuf close(int status) {
        return frame(0x88, new byte[] {(byte) (status >> 8), (byte) status});
    }

    /** A frame with this first byte, its length in the shortest form. */
    static ByteBuf frame(int first, byte[] payload) {
        ByteBuf frame = header(first, payload.length).writeInt(MASK);
        int start = frame.writerIndex();
        frame.writeBytes(payload);
        for (int i = 0; i < payload.length; i++) {
            frame.setByte(start + i, payload[i] ^ (MASK >> (24 - 8 * (i % 4))));
        }
        return frame;
    }

    /** The header of a masked frame up to its mask. */
    static ByteBuf header(int first, long length) {
        ByteBuf frame = PooledByteBufAllocator.DEFAULT.buffer().writeByte(first);
        if (length < 126) {
            return frame.writeByte(0x80 | (int) length);
        }
        if (length <= 0xFFFF) {
            return frame.writeByte(0x80 | 126).writeShort((int) length);
        }
        return frame.writeByte(0x80 | 127).writeLong(length);
    }

    static ByteBuf hex(String octets) {
        return PooledByteBufAllocator.DEFAULT.buffer().writeBytes(bytes(octets));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
