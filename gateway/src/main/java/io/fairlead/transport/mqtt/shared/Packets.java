package io.fairlead.transport.mqtt.shared;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import org.jspecify.annotations.Nullable;

/** The packets that answer one client, in its version. A reason string is left out where the client wants none or it is too long. */
final class Packets {

    private static final int MAX_REASON_BYTES = 1_024;
    /** The most that a packet has around its reason string and its codes. */
    private static final int AROUND_REASON = 32;

    private final Dialect dialect;

    Packets(Dialect dialect) {
        this.dialect = dialect;
    }

    /** CONNACK; {@code code} is of the client's version. */
    MqttConnAckMessage connAck(int code, MqttProperties properties) {
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.valueOf((byte) code))
                .sessionPresent(false)
                .properties(properties)
                .build();
    }

    /** CONNACK that refuses. */
    MqttConnAckMessage refuse(int code, String why) {
        return connAck(code, dialect.v5() ? reason(why, 0) : MqttProperties.NO_PROPERTIES);
    }

    MqttMessage subAck(int packetId, int[] codes, @Nullable String why) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK), head(packetId, codes.length, why), new MqttSubAckPayload(codes));
    }

    /** UNSUBACK; in MQTT 3.1.1 it has no codes. */
    MqttMessage unsubAck(int packetId, int[] codes, @Nullable String why) {
        short[] reasons = new short[dialect.v5() ? codes.length : 0];
        for (int i = 0; i < reasons.length; i++) {
            reasons[i] = (short) codes[i];
        }
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK), head(packetId, codes.length, why), new MqttUnsubAckPayload(reasons));
    }

    private MqttMessageIdAndPropertiesVariableHeader head(int packetId, int codes, @Nullable String why) {
        return new MqttMessageIdAndPropertiesVariableHeader(
                packetId,
                why != null && dialect.v5() && dialect.explains() ? reason(why, codes) : MqttProperties.NO_PROPERTIES);
    }

    /** PUBACK, PUBREC or PUBCOMP. */
    MqttMessage publishAnswer(MqttMessageType type, int packetId) {
        return new MqttMessage(header(type), MqttMessageIdVariableHeader.from(packetId));
    }

    /** PUBACK, PUBREC or PUBCOMP that refuses, in MQTT 5. */
    MqttMessage publishAnswer(MqttMessageType type, int packetId, int code, String why) {
        return new MqttMessage(
                header(type),
                new MqttPubReplyMessageVariableHeader(
                        packetId, (byte) code, dialect.explains() ? reason(why, 0) : MqttProperties.NO_PROPERTIES));
    }

    /** DISCONNECT; null in MQTT 3.1.1, whose servers send none. */
    @Nullable
    MqttMessage disconnect(int code, String why) {
        return dialect.v5()
                ? MqttMessageBuilders.disconnect()
                        .reasonCode((byte) code)
                        .properties(reason(why, 0))
                        .build()
                : null;
    }

    /** @param beside how many bytes the packet has beside */
    private MqttProperties reason(String why, int beside) {
        int bytes = ByteBufUtil.utf8Bytes(why);
        if (bytes > MAX_REASON_BYTES || bytes + beside + AROUND_REASON > dialect.maxPacketBytes()) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttProperties.REASON_STRING, why));
        return properties;
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
