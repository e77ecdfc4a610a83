package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;

/** A client's CONNECT. */
final class ConnectBuilder {

    private final MqttMessageBuilders.ConnectBuilder connect;
    private final MqttProperties properties = new MqttProperties();

    ConnectBuilder(MqttVersion version) {
        connect = MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("dev-1")
                .cleanSession(true)
                .keepAlive(60);
    }

    ConnectBuilder id(String id) {
        connect.clientId(id);
        return this;
    }

    ConnectBuilder token(String token) {
        connect.username("anything").password(token.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    ConnectBuilder clean(boolean clean) {
        connect.cleanSession(clean);
        return this;
    }

    ConnectBuilder with(MqttProperty<?> property) {
        properties.add(property);
        return this;
    }

    ConnectBuilder will(String topic, String payload, int qos, boolean retain, MqttProperties willProperties) {
        connect.willFlag(true)
                .willTopic(topic)
                .willMessage(payload.getBytes(StandardCharsets.UTF_8))
                .willQoS(MqttQoS.valueOf(qos))
                .willRetain(retain)
                .willProperties(willProperties);
        return this;
    }

    MqttConnectMessage build() {
        return connect.properties(properties).build();
    }
}
