package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * What a packet must be like by itself, checked on its bytes before anything else looks at it (MQTT 5 and 3.1.1, sections 2 to
 * 4). What passes is read by Netty's decoder as exactly one message. Beyond the packet it knows only the version and whether
 * CONNECT has come; windows, packet ids in use and aliases in force are the session's.
 *
 * <p>Not checked: whether a payload is the UTF-8 that its format indicator promises (a receiver's choice, MQTT 5, section
 * 3.3.2.3.2), and control characters other than NUL. One for each connection.
 */
final class PacketRules {
    private final boolean client;
    private final PacketCursor cursor = new PacketCursor();
    private final PropertyRules properties = new PropertyRules();
    private boolean v5;
    private boolean connected;
    private long sessionExpiry;

    private PacketRules(boolean client) {
        this.client = client;
    }

    /** For what a client sends. */
    static PacketRules ofClient() {
        return new PacketRules(true);
    }

    /** For what a broker sends: its lengths and properties; which codes it uses is its own. */
    static PacketRules ofBroker() {
        return new PacketRules(false);
    }

    void speaks(boolean version5) {
        v5 = version5;
    }

    boolean isV5() {
        return v5;
    }

    /** Whether a sound CONNECT has come. */
    boolean isConnected() {
        return connected;
    }

    /** Refuses a packet by its first byte, before the rest of it has come. */
    void checkFirstByte(byte first) {
        int type = PacketTypes.of(first);
        if (type == 0 || (type == PacketTypes.AUTH && !v5 && (connected || !client))) {
            throw MqttFault.malformed("a packet of type " + type + ", which is reserved" + guess(first));
        }
        if (client) {
            checkOrder(type, first);
        } else if (!PacketTypes.isOfBroker(type) || (type == PacketTypes.DISCONNECT && !v5)) {
            throw MqttFault.protocol(PacketTypes.name(type) + ", which brokers do not send");
        }
        if (!PacketTypes.flagsFit(type, first)) {
            throw MqttFault.malformed(PacketTypes.name(type) + " with reserved flags set" + guess(first));
        }
    }

    private void checkOrder(int type, byte first) {
        if (!PacketTypes.isOfClient(type)) {
            throw MqttFault.protocol(PacketTypes.name(type) + ", which clients do not send" + guess(first));
        }
        if (connected == (type == PacketTypes.CONNECT)) {
            throw MqttFault.protocol(
                    connected
                            ? "a second CONNECT"
                            : PacketTypes.name(type) + ", where CONNECT comes first" + guess(first));
        }
    }

    private String guess(byte first) {
        return client && !connected ? Openings.guess(first) : "";
    }

    /** Checks a whole packet; returns it, or the frame that owns it then. The packet stays the caller's if it throws. */
    Object check(ByteBuf packet) {
        int type = PacketTypes.of(packet.getByte(packet.readerIndex()));
        if (type == PacketTypes.PUBLISH) {
            PublishFrame publish = PublishFrame.read(packet, v5);
            checkPublish(publish);
            return publish;
        }
        cursor.begin(packet, PacketTypes.name(type));
        checkOther(type);
        return packet;
    }

    private void checkPublish(PublishFrame publish) {
        cursor.begin(publish.bytes(), "a PUBLISH", publish.propertiesAt(), publish.propertiesBytes());
        if (publish.isDup() && publish.qos() == 0) {
            throw cursor.malformed(" of QoS 0 with the DUP flag");
        }
        if (publish.qos() > 0 && publish.packetId() == 0) {
            throw cursor.protocol(" with the packet identifier 0");
        }
        checkShortLength(publish);
        cursor.checkTopic(publish.topicAt(), publish.topicBytes());
        properties.check(cursor, PropertyRules.PUBLISH, publish.propertiesAt() + publish.propertiesBytes());
        if (publish.topicBytes() == 0 && !properties.has(PropertyRules.TOPIC_ALIAS)) {
            throw cursor.protocol(" with neither topic nor topic alias");
        }
        if (client && properties.has(PropertyRules.SUBSCRIPTION_ID)) {
            throw cursor.protocol(" of a client with a subscription identifier");
        }
    }

    /** The length of the properties, which the frame has read, has as few bytes as it fits in. */
    private void checkShortLength(PublishFrame publish) {
        int lengthAt = publish.topicAt() + publish.topicBytes() + (publish.qos() > 0 ? 2 : 0);
        int last = publish.propertiesAt() - 1;
        if (last > lengthAt && publish.bytes().getByte(last) == 0) {
            throw cursor.malformed(" with a number in more bytes than it needs");
        }
    }

    private void checkOther(int type) {
        switch (type) {
            case PacketTypes.CONNECT -> checkConnect();
            case PacketTypes.CONNACK -> checkConnAck();
            case PacketTypes.PUBACK, PacketTypes.PUBREC, PacketTypes.PUBREL, PacketTypes.PUBCOMP -> checkPubAck(type);
            case PacketTypes.SUBSCRIBE -> checkSubscribe();
            case PacketTypes.UNSUBSCRIBE -> checkUnsubscribe();
            case PacketTypes.SUBACK, PacketTypes.UNSUBACK -> checkSubAck(type);
            case PacketTypes.DISCONNECT -> checkCode(type, disconnectProperties());
            case PacketTypes.AUTH -> checkAuth();
            default -> cursor.end();
        }
    }

    private void checkConnect() {
        int version = ConnectRules.version(cursor);
        v5 = version > 4;
        sessionExpiry = new ConnectRules(properties).check(cursor, version);
        connected = true;
    }

    private void checkConnAck() {
        cursor.readByte();
        int code = cursor.readByte();
        if (v5 && code == 1 && !cursor.hasMore()) {
            throw new MqttFault(MqttFault.UNSUPPORTED_VERSION, "the broker does not speak MQTT 5");
        }
        CodeRules.checkConnAck(cursor, code);
        if (v5) {
            properties.check(cursor, PropertyRules.CONNACK);
        }
        cursor.end();
    }

    private void checkPacketId() {
        if (cursor.readShort() == 0) {
            throw cursor.protocol(" with the packet identifier 0");
        }
    }

    private void checkPubAck(int type) {
        checkPacketId();
        checkCode(type, PropertyRules.ACKNOWLEDGEMENT);
    }

    /** A reason code, and properties, both of which may be missing (MQTT 5 only). */
    private void checkCode(int type, long allowed) {
        if (v5 && cursor.hasMore()) {
            int code = cursor.readByte();
            if (client) {
                CodeRules.check(cursor, type, code);
            }
            if (cursor.hasMore()) {
                properties.check(cursor, allowed);
                checkSessionExpiry(type);
            }
        }
        cursor.end();
    }

    private long disconnectProperties() {
        return client ? PropertyRules.CLIENT_DISCONNECT : PropertyRules.BROKER_DISCONNECT;
    }

    private void checkSessionExpiry(int type) {
        if (type == PacketTypes.DISCONNECT && sessionExpiry == 0 && properties.sessionExpiry() != 0) {
            throw cursor.protocol(" with a session expiry, where CONNECT said none");
        }
    }

    private void checkAuth() {
        if (client && !cursor.hasMore()) {
            throw cursor.protocol(" that says success, which is the broker's to say");
        }
        boolean bare = cursor.left() < 2;
        checkCode(PacketTypes.AUTH, PropertyRules.AUTH);
        if (client && (bare || !properties.has(PropertyRules.AUTHENTICATION_METHOD))) {
            throw cursor.protocol(" without an authentication method");
        }
    }

    private void checkSubscribe() {
        checkPacketId();
        if (v5) {
            properties.check(cursor, PropertyRules.SUBSCRIBE);
            if (properties.hasManySubscriptionIds()) {
                throw cursor.protocol(" with two subscription identifiers");
            }
        }
        FilterRules.checkSubscriptions(cursor, v5);
    }

    private void checkUnsubscribe() {
        checkPacketId();
        if (v5) {
            properties.check(cursor, PropertyRules.UNSUBSCRIBE);
        }
        FilterRules.checkFilters(cursor, v5);
    }

    private void checkSubAck(int type) {
        checkPacketId();
        if (v5) {
            properties.check(cursor, PropertyRules.ACKNOWLEDGEMENT);
        } else if (type == PacketTypes.UNSUBACK) {
            cursor.end();
        }
        while (cursor.hasMore()) {
            CodeRules.checkSubAck(cursor, type, cursor.readByte());
        }
    }
}
