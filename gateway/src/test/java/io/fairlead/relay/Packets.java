package io.fairlead.relay;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.nio.charset.StandardCharsets;

/** Packets that a test sends, and what it reads of those that it gets. */
final class Packets {

    private Packets() {}

    static MqttMessage connAck(int code, boolean sessionPresent, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK),
                new MqttConnAckVariableHeader(MqttConnectReturnCode.valueOf((byte) code), sessionPresent, properties));
    }

    static MqttMessage publish(int qos, String topic, int id, String payload, MqttProperty<?>... properties) {
        return publish(qos, false, false, topic, id, payload, properties);
    }

    static MqttMessage publish(
            int qos, boolean dup, boolean retain, String topic, int id, String payload, MqttProperty<?>... properties) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, dup, MqttQoS.valueOf(qos), retain, 0),
                new MqttPublishVariableHeader(topic, id, properties(properties)),
                Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8));
    }

    static MqttProperties properties(MqttProperty<?>... properties) {
        MqttProperties all = new MqttProperties();
        for (MqttProperty<?> property : properties) {
            all.add(property);
        }
        return all;
    }

    static IntegerProperty alias(int alias) {
        return new IntegerProperty(MqttProperties.TOPIC_ALIAS, alias);
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    static MqttMessage answer(MqttMessageType type, int id) {
        MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
        return new MqttMessage(new MqttFixedHeader(type, false, flags, false, 0), MqttMessageIdVariableHeader.from(id));
    }

    static MqttMessage disconnect(int code, MqttProperty<?>... properties) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) code, properties(properties)));
    }

    static MqttMessage auth(int code, String method, String data) {
        return new MqttMessage(
                header(MqttMessageType.AUTH),
                new MqttReasonCodeAndPropertiesVariableHeader(
                        (byte) code,
                        properties(
                                new StringProperty(MqttProperties.AUTHENTICATION_METHOD, method),
                                new MqttProperties.BinaryProperty(
                                        MqttProperties.AUTHENTICATION_DATA, data.getBytes(StandardCharsets.UTF_8)))));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    /** A packet in a few words, such as {@code PUBLISH 1 chat/a #5 hello}. */
    static String words(MqttMessage packet) {
        String type = packet.fixedHeader().messageType().name();
        if (packet instanceof MqttPublishMessage publish) {
            MqttFixedHeader header = publish.fixedHeader();
            String id = header.qosLevel() == MqttQoS.AT_MOST_ONCE
                    ? ""
                    : " #" + publish.variableHeader().packetId();
            Object alias = value(publish.variableHeader().properties(), MqttProperties.TOPIC_ALIAS);
            return type + " " + header.qosLevel().value() + (header.isDup() ? " dup" : "")
                    + (header.isRetain() ? " retain" : "") + " '"
                    + publish.variableHeader().topicName() + "'" + id
                    + (alias == null ? "" : " alias " + alias) + " "
                    + publish.payload().toString(StandardCharsets.UTF_8);
        }
        if (packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply) {
            int code = reply.reasonCode() & 0xFF;
            return type + " #" + reply.messageId() + (code == 0 ? "" : " 0x" + Integer.toHexString(code));
        }
        if (packet.variableHeader() instanceof MqttMessageIdVariableHeader id) {
            return type + " #" + id.messageId();
        }
        return packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader end
                ? type + " 0x" + Integer.toHexString(end.reasonCode() & 0xFF)
                : type;
    }

    @org.jspecify.annotations.Nullable
    static Object value(MqttProperties properties, int id) {
        MqttProperty<?> property = properties.getProperty(id);
        return property == null ? null : property.value();
    }

    /** The reason string of a CONNACK, a DISCONNECT or an acknowledgement. */
    static String reason(MqttMessage packet) {
        Object header = packet.variableHeader();
        MqttProperties properties = header instanceof MqttConnAckVariableHeader connAck
                ? connAck.properties()
                : header instanceof MqttPubReplyMessageVariableHeader reply
                        ? reply.properties()
                        : ((MqttReasonCodeAndPropertiesVariableHeader) header).properties();
        return String.valueOf(value(properties, MqttProperties.REASON_STRING));
    }
}
