package io.fairlead.wire.mqtt;

import java.util.List;

/** The types of packets (MQTT 5, section 2.1.2), and who sends them. */
final class PacketTypes {
    static final int CONNECT = 1;
    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;
    static final int SUBSCRIBE = 8;
    static final int SUBACK = 9;
    static final int UNSUBSCRIBE = 10;
    static final int UNSUBACK = 11;
    static final int PINGREQ = 12;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;
    static final int AUTH = 15;

    private static final List<String> NAMES = List.of(
            "a reserved packet",
            "a CONNECT",
            "a CONNACK",
            "a PUBLISH",
            "a PUBACK",
            "a PUBREC",
            "a PUBREL",
            "a PUBCOMP",
            "a SUBSCRIBE",
            "a SUBACK",
            "an UNSUBSCRIBE",
            "an UNSUBACK",
            "a PINGREQ",
            "a PINGRESP",
            "a DISCONNECT",
            "an AUTH");

    private PacketTypes() {}

    static int of(byte first) {
        return first >> 4 & 0xF;
    }

    /** Its name in a sentence. */
    static String name(int type) {
        return NAMES.get(type);
    }

    static boolean isOfClient(int type) {
        return type != CONNACK && type != SUBACK && type != UNSUBACK && type != PINGRESP;
    }

    static boolean isOfBroker(int type) {
        return type != CONNECT && type != SUBSCRIBE && type != UNSUBSCRIBE && type != PINGREQ;
    }

    /** Whether the fixed header's flags are what they must be (section 2.1.3). */
    static boolean flagsFit(int type, byte first) {
        int must = type == PUBREL || type == SUBSCRIBE || type == UNSUBSCRIBE ? 2 : 0;
        return type == PUBLISH || (first & 0xF) == must;
    }
}
