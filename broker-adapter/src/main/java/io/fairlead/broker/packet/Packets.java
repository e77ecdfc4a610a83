package io.fairlead.broker.packet;

import io.fairlead.broker.BrokerSettings.Credentials;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The packets that a link sends. */
final class Packets {

    private Packets() {}

    /** CONNECT. In MQTT 5 the window is always said, since some brokers take a small one where nothing is; no topic alias. */
    static MqttConnectMessage connect(ConnectRequest request) {
        MqttMessageBuilders.ConnectBuilder connect = MqttMessageBuilders.connect()
                .protocolVersion(request.v5() ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
                .clientId(request.options().clientId())
                .cleanSession(request.clean())
                .keepAlive(request.settings().keepAliveSeconds());
        Credentials credentials = request.settings().credentials();
        if (credentials != null) {
            connect.username(credentials.user());
            connect.password(credentials.password().getBytes(StandardCharsets.UTF_8));
        }
        if (request.v5()) {
            MqttProperties properties = new MqttProperties();
            properties.add(new IntegerProperty(
                    MqttProperties.RECEIVE_MAXIMUM, request.options().receiveMaximum()));
            if (request.sessionSeconds() > 0) {
                // The codec writes the four bytes of the int, which is what the largest values need
                int seconds = (int) request.sessionSeconds();
                properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, seconds));
            }
            connect.properties(properties);
        }
        return connect.build();
    }

    static MqttMessage subscribe(
            int packetId, List<Subscription> subscriptions, boolean v5, boolean retainAsPublished) {
        MqttMessageBuilders.SubscribeBuilder subscribe =
                MqttMessageBuilders.subscribe().messageId(packetId);
        for (Subscription subscription : subscriptions) {
            MqttQoS qos = qos(subscription.qos());
            RetainedHandlingPolicy retained = subscription.replayRetained()
                    ? RetainedHandlingPolicy.SEND_AT_SUBSCRIBE
                    : RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE;
            subscribe.addSubscription(
                    subscription.filter().value(),
                    v5
                            ? new MqttSubscriptionOption(qos, false, retainAsPublished, retained)
                            : MqttSubscriptionOption.onlyFromQos(qos));
        }
        return subscribe.build();
    }

    static MqttMessage unsubscribe(int packetId, List<TopicFilter> filters) {
        MqttMessageBuilders.UnsubscribeBuilder unsubscribe =
                MqttMessageBuilders.unsubscribe().messageId(packetId);
        filters.forEach(filter -> unsubscribe.addTopicFilter(filter.value()));
        return unsubscribe.build();
    }

    static MqttMessage pubAck(int packetId) {
        return new MqttPubAckMessage(header(MqttMessageType.PUBACK), MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubRec(int packetId) {
        return new MqttMessage(header(MqttMessageType.PUBREC), MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pubComp(int packetId) {
        return new MqttMessage(header(MqttMessageType.PUBCOMP), MqttMessageIdVariableHeader.from(packetId));
    }

    static MqttMessage pingReq() {
        return MqttMessage.PINGREQ;
    }

    /** DISCONNECT as far as 3.1.1 has it, which in MQTT 5 keeps the session as long as CONNECT said. */
    static MqttMessage disconnect() {
        return MqttMessage.DISCONNECT;
    }

    /** DISCONNECT that ends the session, in MQTT 5 only. */
    static MqttMessage disconnectAndEndSession() {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 0));
        return MqttMessageBuilders.disconnect()
                .reasonCode((byte) 0)
                .properties(properties)
                .build();
    }

    /** DISCONNECT that says what the broker did wrong, in MQTT 5 only. */
    static MqttMessage disconnectFor(BrokerFault fault) {
        return MqttMessageBuilders.disconnect()
                .reasonCode((byte) fault.code())
                .properties(MqttProperties.NO_PROPERTIES)
                .build();
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }

    private static MqttQoS qos(Qos qos) {
        return MqttQoS.valueOf(qos.level());
    }
}
