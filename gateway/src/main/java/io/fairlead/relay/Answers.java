package io.fairlead.relay;

import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packets by which the gateway answers for itself, in one client's version of MQTT.
 *
 * @param v5 whether that is MQTT 5
 * @param explains whether the client wants reason strings (MQTT 5, section 3.1.2.11.7)
 * @param largest the largest packet the client takes, in bytes
 */
record Answers(boolean v5, boolean explains, long largest) {

    /** Id, reason code, and the lengths of properties and reason string, at their longest. */
    private static final int AROUND_REASON_STRING = 2 + 1 + 3 + 3;

    /** Refuses a PUBLISH of QoS 1. MQTT 3.1.1 cannot say so. */
    MqttMessage refuseQos1(int packetId, Denial denial) {
        return new MqttPubAckMessage(header(MqttMessageType.PUBACK), refusal(packetId, denial));
    }

    /** Refuses a PUBLISH of QoS 2; in MQTT 5 the exchange is over with it (section 4.3.3). MQTT 3.1.1 cannot say so. */
    MqttMessage refuseQos2(int packetId, Denial denial) {
        return new MqttMessage(header(MqttMessageType.PUBREC), refusal(packetId, denial));
    }

    private MqttMessageIdVariableHeader refusal(int packetId, Denial denial) {
        return v5
                ? new MqttPubReplyMessageVariableHeader(
                        packetId,
                        (byte) ReasonCodes.pubAck(denial.reason()),
                        explanation(denial.text(), MqttProperties.NO_PROPERTIES, 0))
                : MqttMessageIdVariableHeader.from(packetId);
    }

    /**
     * SUBACK.
     *
     * @param codes one for each filter
     * @param why what the gateway has to say of it; null for nothing
     * @param broker the properties of the broker's SUBACK
     */
    MqttMessage subAck(int packetId, int[] codes, @Nullable String why, MqttProperties broker) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK), ids(packetId, why, broker, codes.length), new MqttSubAckPayload(codes));
    }

    /** UNSUBACK, whose codes only MQTT 5 has. */
    MqttMessage unsubAck(int packetId, int[] codes, @Nullable String why, MqttProperties broker) {
        MqttFixedHeader header = header(MqttMessageType.UNSUBACK);
        if (!v5) {
            return new MqttUnsubAckMessage(header, MqttMessageIdVariableHeader.from(packetId));
        }
        short[] shorts = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            shorts[i] = (short) codes[i];
        }
        return new MqttUnsubAckMessage(
                header, ids(packetId, why, broker, codes.length), new MqttUnsubAckPayload(shorts));
    }

    private MqttMessageIdAndPropertiesVariableHeader ids(
            int packetId, @Nullable String why, MqttProperties broker, int more) {
        MqttProperties properties = why == null ? broker : explanation(why, broker, more);
        return new MqttMessageIdAndPropertiesVariableHeader(packetId, properties);
    }

    /** The properties of an answer with the gateway's sentence before the broker's, if there is room for it. */
    private MqttProperties explanation(String why, MqttProperties broker, int more) {
        if (!v5 || !explains) {
            return broker;
        }
        String text = broker.getProperty(MqttProperties.REASON_STRING) instanceof StringProperty said
                ? why + "; broker: " + said.value()
                : why;
        long bytes = PacketSizes.whole(AROUND_REASON_STRING + PacketSizes.string(text) + more + otherBytes(broker));
        if (bytes > largest || PacketSizes.string(text) > 65_535) {
            return broker;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttProperties.REASON_STRING, text));
        broker.listAll().stream()
                .filter(property -> property.propertyId() != MqttProperties.REASON_STRING)
                .forEach(properties::add);
        return properties;
    }

    /** What the broker's user properties have, which are all that such a packet may bear beside the reason string. */
    private static int otherBytes(MqttProperties broker) {
        int bytes = 0;
        for (Object property : broker.listAll()) {
            if (property instanceof MqttProperties.UserProperties users) {
                for (MqttProperties.StringPair user : users.value()) {
                    bytes += 1 + PacketSizes.string(user.key) + PacketSizes.string(user.value);
                }
            }
        }
        return bytes;
    }

    static MqttMessage pubAck(int packetId) {
        return new MqttPubAckMessage(header(MqttMessageType.PUBACK), MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubRec(int packetId) {
        return new MqttMessage(header(MqttMessageType.PUBREC), MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubRel(int packetId) {
        MqttFixedHeader header = new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 0);
        return new MqttMessage(header, MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubComp(int packetId) {
        return new MqttMessage(header(MqttMessageType.PUBCOMP), MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage unsubscribe(int packetId, List<String> filters) {
        MqttFixedHeader header =
                new MqttFixedHeader(MqttMessageType.UNSUBSCRIBE, false, MqttQoS.AT_LEAST_ONCE, false, 0);
        return new MqttUnsubscribeMessage(
                header,
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubscribePayload(filters));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    /** The packet id of any packet that has one. */
    static int idOf(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    /** The reason code of a PUBACK, PUBREC, PUBREL or PUBCOMP; 0 where it bears none, as in MQTT 3.1.1. */
    static int codeOf(MqttMessage packet) {
        return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? reply.reasonCode() & 0xFF
                : 0;
    }
}
