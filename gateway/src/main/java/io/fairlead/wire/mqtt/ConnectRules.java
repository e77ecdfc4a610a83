package io.fairlead.wire.mqtt;

import org.jspecify.annotations.Nullable;

/** What a CONNECT must be like (MQTT 5 and 3.1.1, section 3.1). */
final class ConnectRules {
    private static final int V311 = 4;
    private static final int V5 = 5;

    private static final int RESERVED = 0x01;
    private static final int CLEAN = 0x02;
    private static final int WILL = 0x04;
    private static final int WILL_QOS = 0x18;
    private static final int WILL_QOS_AND_RETAIN = 0x38;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;

    /** Longer ones Netty's decoder reads as none. */
    private static final int MAX_WILL_TOPIC_BYTES = 32_767;

    private final PropertyRules properties;

    ConnectRules(PropertyRules properties) {
        this.properties = properties;
    }

    /** Reads the protocol's name and version. Returns the version, which may be one that nobody speaks yet. */
    static int version(PacketCursor cursor) {
        String protocol = protocol(cursor);
        int level = cursor.readByte();
        if (protocol == null) {
            throw cursor.malformed(" of another protocol than MQTT");
        }
        if (protocol.equals("MQIsdp") || level < V311) {
            throw unsupported("MQTT 3.1, where 3.1.1 and 5 are spoken");
        }
        return level;
    }

    static MqttFault unsupported(String what) {
        return new MqttFault(MqttFault.UNSUPPORTED_VERSION, "a CONNECT of " + what);
    }

    private static @Nullable String protocol(PacketCursor cursor) {
        int at = cursor.position() + 2;
        int bytes = cursor.passText();
        StringBuilder name = new StringBuilder();
        for (int i = at; i < at + Math.min(bytes, 7); i++) {
            name.append((char) cursor.byteAt(i));
        }
        String is = name.toString();
        return is.equals("MQTT") || is.equals("MQIsdp") ? is : null;
    }

    /**
     * Checks what follows the version.
     *
     * @return the session expiry that it asks for, in seconds
     */
    long check(PacketCursor cursor, int version) {
        if (version > V5) {
            throw unsupported("a version after MQTT 5, where 3.1.1 and 5 are spoken");
        }
        int flags = cursor.readByte();
        checkFlags(cursor, flags, version);
        cursor.readShort();
        if (version == V5) {
            properties.check(cursor, PropertyRules.CONNECT);
        }
        long sessionExpiry = version == V5 ? properties.sessionExpiry() : 0;
        checkClientId(cursor.passText(), flags, version);
        checkPayload(cursor, flags, version);
        return sessionExpiry;
    }

    private static void checkFlags(PacketCursor cursor, int flags, int version) {
        if ((flags & RESERVED) != 0) {
            throw cursor.malformed(" with the reserved flag set");
        }
        if ((flags & WILL) == 0 && (flags & WILL_QOS_AND_RETAIN) != 0) {
            throw cursor.malformed(" with a will's QoS or retain flag and no will");
        }
        if ((flags & WILL_QOS) == WILL_QOS) {
            throw cursor.malformed(" with a will of QoS 3");
        }
        if (version == V311 && (flags & PASSWORD) != 0 && (flags & USER_NAME) == 0) {
            throw cursor.malformed(" with a password and no user name");
        }
    }

    /** MQTT 3.1.1, section 3.1.3.1: who wants to find a session again must have a name. */
    private static void checkClientId(int bytes, int flags, int version) {
        if (version == V311 && bytes == 0 && (flags & CLEAN) == 0) {
            throw new MqttFault(
                    MqttFault.CLIENT_ID_INVALID, "a CONNECT for a session that is kept, with an empty client id");
        }
    }

    private void checkPayload(PacketCursor cursor, int flags, int version) {
        if ((flags & WILL) != 0) {
            checkWill(cursor, version);
        }
        if ((flags & USER_NAME) != 0) {
            cursor.passText();
        }
        if ((flags & PASSWORD) != 0) {
            cursor.passBinary();
        }
        cursor.end();
    }

    private void checkWill(PacketCursor cursor, int version) {
        if (version == V5) {
            properties.check(cursor, PropertyRules.WILL);
        }
        if (cursor.passTopic() > MAX_WILL_TOPIC_BYTES) {
            throw new MqttFault(
                    MqttFault.TOPIC_NAME_INVALID, "a CONNECT with a will's topic of more than 32,767 bytes");
        }
        cursor.passBinary();
    }
}
