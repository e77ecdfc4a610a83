package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;

/** MQTT's lengths of one to four bytes (MQTT 5, section 1.5.5). */
final class VarInt {

    private VarInt() {}

    /** How many bytes a value takes. */
    static int bytes(int value) {
        int bytes = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            bytes++;
        }
        return bytes;
    }

    static void write(ByteBuf out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
