package io.fairlead.relay;

import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.nio.charset.StandardCharsets;

/** Packets for tests, of unpooled bytes. */
final class Frames {

    private static final byte[] NOTHING = {};

    private Frames() {}

    /** A PUBLISH on topic {@code t}, whose payload is a text. */
    static PublishFrame publish(boolean v5, int qos, boolean dup, int packetId, String payload) {
        return publish(v5, qos | (dup ? 4 : 0), packetId, "t", NOTHING, payload.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A PUBLISH.
     *
     * @param flags its QoS, 4 for DUP, and 8 for RETAIN
     * @param properties as they stand in a packet; without meaning in MQTT 3.1.1
     */
    static PublishFrame publish(boolean v5, int flags, int packetId, String topic, byte[] properties, byte[] payload) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        int qos = flags & 3;
        ByteBuf body = Unpooled.buffer();
        body.writeShort(name.length).writeBytes(name);
        if (qos > 0) {
            body.writeShort(packetId);
        }
        if (v5) {
            writeVarInt(body, properties.length);
            body.writeBytes(properties);
        }
        body.writeBytes(payload);
        ByteBuf packet = Unpooled.buffer();
        packet.writeByte(0x30 | (qos << 1) | ((flags & 4) != 0 ? 8 : 0) | ((flags & 8) != 0 ? 1 : 0));
        writeVarInt(packet, body.readableBytes());
        packet.writeBytes(body);
        return PublishFrame.read(packet, v5);
    }

    static String payload(PublishFrame frame) {
        return frame.bytes().toString(frame.payloadAt(), frame.payloadBytes(), StandardCharsets.UTF_8);
    }

    private static void writeVarInt(ByteBuf out, int value) {
        int left = value;
        while (left >= 0x80) {
            out.writeByte((left & 0x7F) | 0x80);
            left >>= 7;
        }
        out.writeByte(left);
    }

    /** What a packet is, its id, and its reason code where that is not 0: {@code PUBREC 7 87}. */
    static String words(MqttMessage packet) {
        int code = Answers.codeOf(packet);
        return packet.fixedHeader().messageType() + " " + Answers.idOf(packet)
                + (code == 0 ? "" : " " + Integer.toHexString(code));
    }

    /** Both directions of a passage: {@code broker: …, client: …}, or {@code nothing}. */
    static String words(Passage passage) {
        String broker = passage.toBroker() == null ? "" : "broker: " + words(passage.toBroker());
        String client = passage.toClient() == null ? "" : "client: " + words(passage.toClient());
        String both = broker + (broker.isEmpty() || client.isEmpty() ? "" : ", ") + client;
        return both.isEmpty() ? "nothing" : both;
    }
}
