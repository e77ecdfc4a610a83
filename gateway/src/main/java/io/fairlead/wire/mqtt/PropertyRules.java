package io.fairlead.wire.mqtt;

/**
 * The properties of MQTT 5 packets (section 2.2.2): which a packet may bear, how often, and with which values. Netty's codec
 * knows the types only. Used for all packets of a connection, one after the other.
 */
final class PropertyRules {
    static final int PAYLOAD_FORMAT = 0x01;
    static final int RESPONSE_TOPIC = 0x08;
    static final int SUBSCRIPTION_ID = 0x0B;
    static final int SESSION_EXPIRY = 0x11;
    static final int AUTHENTICATION_METHOD = 0x15;
    static final int AUTHENTICATION_DATA = 0x16;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int TOPIC_ALIAS = 0x23;
    static final int USER_PROPERTY = 0x26;
    static final int MAXIMUM_PACKET_SIZE = 0x27;

    // MQTT 5, table 2-4: which packets may bear which.
    static final long CONNECT = mask(0x11, 0x15, 0x16, 0x17, 0x19, 0x21, 0x22, 0x26, 0x27);
    static final long WILL = mask(0x01, 0x02, 0x03, 0x08, 0x09, 0x18, 0x26);
    static final long CONNACK =
            mask(0x11, 0x12, 0x13, 0x15, 0x16, 0x1A, 0x1C, 0x1F, 0x21, 0x22, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A);
    static final long PUBLISH = mask(0x01, 0x02, 0x03, 0x08, 0x09, 0x0B, 0x23, 0x26);
    static final long ACKNOWLEDGEMENT = mask(0x1F, 0x26);
    static final long SUBSCRIBE = mask(0x0B, 0x26);
    static final long UNSUBSCRIBE = mask(0x26);
    static final long CLIENT_DISCONNECT = mask(0x11, 0x1F, 0x26);
    static final long BROKER_DISCONNECT = mask(0x1C, 0x1F, 0x26);
    static final long AUTH = mask(0x15, 0x16, 0x1F, 0x26);

    private static final int LAST = 0x2A;

    private long seen;
    private long sessionExpiry;
    private boolean manySubscriptionIds;

    private static long mask(int... ids) {
        long mask = 0;
        for (int id : ids) {
            mask |= 1L << id;
        }
        return mask;
    }

    /** Passes over a packet's properties, with their length. */
    void check(PacketCursor cursor, long allowed) {
        int bytes = cursor.varInt();
        if (bytes > cursor.left()) {
            throw cursor.malformed(" whose properties are longer than itself");
        }
        check(cursor, allowed, cursor.position() + bytes);
    }

    /** Passes over a packet's properties up to where they must end. */
    void check(PacketCursor cursor, long allowed, int end) {
        seen = 0;
        sessionExpiry = 0;
        manySubscriptionIds = false;
        while (cursor.position() < end) {
            int id = cursor.varInt();
            note(cursor, id, allowed);
            pass(cursor, id);
        }
        if (cursor.position() > end) {
            throw cursor.malformed(" whose last property is longer than its properties");
        }
        if (has(AUTHENTICATION_DATA) && !has(AUTHENTICATION_METHOD)) {
            throw cursor.protocol(" with authentication data and no method");
        }
    }

    /** Whether the packet that was checked last has the property. */
    boolean has(int id) {
        return (seen & 1L << id) != 0;
    }

    /** Whether it has more than one subscription identifier. */
    boolean hasManySubscriptionIds() {
        return manySubscriptionIds;
    }

    /** Its session expiry in seconds; 0 if it says none. */
    long sessionExpiry() {
        return sessionExpiry;
    }

    private void note(PacketCursor cursor, int id, long allowed) {
        if (id > LAST || (allowed & 1L << id) == 0) {
            throw cursor.malformed(" with the property " + hex(id) + ", which it may not have");
        }
        if (has(id) && id != USER_PROPERTY && id != SUBSCRIPTION_ID) {
            throw cursor.protocol(" with the property " + hex(id) + " twice");
        }
        manySubscriptionIds |= id == SUBSCRIPTION_ID && has(id);
        seen |= 1L << id;
    }

    private void pass(PacketCursor cursor, int id) {
        switch (id) {
            case PAYLOAD_FORMAT, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> flag(cursor, id);
            case 0x13, 0x22 -> cursor.readShort();
            case 0x02, 0x18 -> cursor.readInt();
            case SESSION_EXPIRY -> sessionExpiry = cursor.readInt();
            case RECEIVE_MAXIMUM -> notZero(cursor, id, cursor.readShort());
            case MAXIMUM_PACKET_SIZE -> notZero(cursor, id, cursor.readInt());
            case SUBSCRIPTION_ID -> notZero(cursor, id, cursor.varInt());
            case TOPIC_ALIAS -> alias(cursor.readShort());
            case RESPONSE_TOPIC -> cursor.passTopic();
            case 0x09, AUTHENTICATION_DATA -> cursor.passBinary();
            case USER_PROPERTY -> pair(cursor);
            default -> cursor.passText();
        }
    }

    private static void pair(PacketCursor cursor) {
        cursor.passText();
        cursor.passText();
    }

    private static void flag(PacketCursor cursor, int id) {
        if (cursor.readByte() > 1) {
            throw cursor.protocol(" with the property " + hex(id) + " other than 0 or 1");
        }
    }

    private static void notZero(PacketCursor cursor, int id, long value) {
        if (value == 0) {
            throw cursor.protocol(" with the property " + hex(id) + " of 0");
        }
    }

    private static void alias(int alias) {
        if (alias == 0) {
            throw new MqttFault(MqttFault.TOPIC_ALIAS_INVALID, "a PUBLISH with the topic alias 0");
        }
    }

    private static String hex(int id) {
        return String.format("0x%02X", id);
    }
}
