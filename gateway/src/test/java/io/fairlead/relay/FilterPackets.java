package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SUBSCRIBE, UNSUBSCRIBE and their answers, made and read by tests. */
final class FilterPackets {

    private FilterPackets() {}

    static MqttSubscriptionOption option(int qos, boolean noLocal) {
        return new MqttSubscriptionOption(
                MqttQoS.valueOf(qos), noLocal, true, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
    }

    static MqttSubscribeMessage subscribe(int packetId, String... filters) {
        return subscribe(packetId, 0, option(1, false), filters);
    }

    static MqttSubscribeMessage subscribe(
            int packetId, int identifier, MqttSubscriptionOption option, String... filters) {
        MqttProperties properties = new MqttProperties();
        if (identifier > 0) {
            properties.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, identifier));
        }
        List<MqttTopicSubscription> subscriptions = new ArrayList<>();
        for (String filter : filters) {
            subscriptions.add(new MqttTopicSubscription(filter, option));
        }
        return new MqttSubscribeMessage(
                header(MqttMessageType.SUBSCRIBE),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, properties),
                new MqttSubscribePayload(subscriptions));
    }

    static MqttSubAckMessage subAck(int packetId, int... codes) {
        return subAck(packetId, null, codes);
    }

    static MqttSubAckMessage subAck(int packetId, @Nullable String why, int... codes) {
        return new MqttSubAckMessage(header(MqttMessageType.SUBACK), ids(packetId, why), new MqttSubAckPayload(codes));
    }

    static MqttUnsubscribeMessage unsubscribe(int packetId, String... filters) {
        return new MqttUnsubscribeMessage(
                header(MqttMessageType.UNSUBSCRIBE), ids(packetId, null), new MqttUnsubscribePayload(List.of(filters)));
    }

    static MqttUnsubAckMessage unsubAck(int packetId, int... codes) {
        short[] shorts = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            shorts[i] = (short) codes[i];
        }
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK), ids(packetId, null), new MqttUnsubAckPayload(shorts));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        boolean asks = type == MqttMessageType.SUBSCRIBE || type == MqttMessageType.UNSUBSCRIBE;
        return new MqttFixedHeader(type, false, asks ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE, false, 0);
    }

    private static MqttMessageIdAndPropertiesVariableHeader ids(int packetId, @Nullable String why) {
        MqttProperties properties = new MqttProperties();
        if (why != null) {
            properties.add(new StringProperty(MqttProperties.REASON_STRING, why));
        }
        return new MqttMessageIdAndPropertiesVariableHeader(packetId, properties);
    }

    /** The filters of a SUBSCRIBE or UNSUBSCRIBE; none of anything else. */
    static List<String> filters(@Nullable MqttMessage packet) {
        if (packet instanceof MqttSubscribeMessage subscribe) {
            return subscribe.payload().topicSubscriptions().stream()
                    .map(MqttTopicSubscription::topicFilter)
                    .toList();
        }
        return packet instanceof MqttUnsubscribeMessage unsubscribe
                ? unsubscribe.payload().topics()
                : List.of();
    }

    /** The codes of a SUBACK or UNSUBACK; none of anything else. */
    static List<Integer> codes(@Nullable MqttMessage packet) {
        if (packet instanceof MqttSubAckMessage subAck) {
            return subAck.payload().reasonCodes();
        }
        return packet instanceof MqttUnsubAckMessage unsubAck
                ? unsubAck.payload().unsubscribeReasonCodes().stream()
                        .map(code -> code & 0xFF)
                        .toList()
                : List.of();
    }

    static @Nullable String why(@Nullable MqttMessage packet) {
        return packet != null
                        && packet.variableHeader() instanceof MqttMessageIdAndPropertiesVariableHeader header
                        && header.properties().getProperty(MqttProperties.REASON_STRING) instanceof StringProperty why
                ? why.value()
                : null;
    }
}
