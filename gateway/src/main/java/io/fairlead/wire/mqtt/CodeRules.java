package io.fairlead.wire.mqtt;

import java.util.BitSet;

/** Which reason codes packets may bear (MQTT 5, section 2.4 and the tables of each packet). */
final class CodeRules {
    private static final BitSet RECEIVED = codes(0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);
    private static final BitSet RELEASED = codes(0x00, 0x92);
    private static final BitSet DISCONNECT =
            codes(0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99);
    private static final BitSet AUTH = codes(0x18, 0x19);

    private static final BitSet CONNACK = codes(
            0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C,
            0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9F);
    private static final BitSet SUBACK = codes(0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2);
    private static final BitSet UNSUBACK = codes(0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91);

    private CodeRules() {}

    private static BitSet codes(int... codes) {
        BitSet set = new BitSet();
        for (int code : codes) {
            set.set(code);
        }
        return set;
    }

    /** Checks the code of a client's packet of a type that has one. */
    static void check(PacketCursor cursor, int type, int code) {
        if (!allowed(type).get(code)) {
            throw cursor.protocol(String.format(" with the reason code 0x%02X, which it may not bear", code));
        }
    }

    /** Checks the code of a broker's CONNACK: one that nobody knows Netty's decoder cannot read. */
    static void checkConnAck(PacketCursor cursor, int code) {
        checkKnown(cursor, code, CONNACK);
    }

    /** Checks a code of a broker's SUBACK or UNSUBACK. */
    static void checkSubAck(PacketCursor cursor, int type, int code) {
        checkKnown(cursor, code, type == PacketTypes.SUBACK ? SUBACK : UNSUBACK);
    }

    private static void checkKnown(PacketCursor cursor, int code, BitSet known) {
        if (!known.get(code)) {
            throw cursor.malformed(String.format(" with the code 0x%02X, which nobody knows", code));
        }
    }

    private static BitSet allowed(int type) {
        return switch (type) {
            case PacketTypes.PUBACK, PacketTypes.PUBREC -> RECEIVED;
            case PacketTypes.PUBREL, PacketTypes.PUBCOMP -> RELEASED;
            case PacketTypes.DISCONNECT -> DISCONNECT;
            default -> AUTH;
        };
    }
}
