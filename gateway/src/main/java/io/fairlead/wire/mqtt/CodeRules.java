package io.fairlead.wire.mqtt;

import java.util.BitSet;

/** Which reason codes a client's packets may bear (MQTT 5, section 2.4 and the tables of each packet). */
final class CodeRules {
    private static final BitSet RECEIVED = codes(0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);
    private static final BitSet RELEASED = codes(0x00, 0x92);
    private static final BitSet DISCONNECT =
            codes(0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99);
    private static final BitSet AUTH = codes(0x18, 0x19);

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

    private static BitSet allowed(int type) {
        return switch (type) {
            case PacketTypes.PUBACK, PacketTypes.PUBREC -> RECEIVED;
            case PacketTypes.PUBREL, PacketTypes.PUBCOMP -> RELEASED;
            case PacketTypes.DISCONNECT -> DISCONNECT;
            default -> AUTH;
        };
    }
}
