package io.fairlead.relay;

import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.jspecify.annotations.Nullable;

/**
 * What a session is doing. A phase is entered once and left once; what it does not expect of the client breaks MQTT's rules,
 * and what it does not expect of the broker cannot come. A phase that ends the session enters {@link Over}.
 */
abstract class Phase implements BrokerLeg.Listener {

    // ---- What the client does

    void onConnect(MqttConnectMessage connect) {
        throw MqttFault.protocol("a second CONNECT");
    }

    void onPublish(PublishFrame publish) {
        throw outOfPlace(MqttMessageType.PUBLISH);
    }

    void onPacket(MqttMessage packet) {
        throw outOfPlace(packet.fixedHeader().messageType());
    }

    static MqttFault outOfPlace(MqttMessageType type) {
        return MqttFault.protocol("a " + type + " before the CONNACK, where it may not come");
    }

    void onReadComplete() {}

    void onWritability() {}

    /** The client is to be gone by then, in milliseconds since 1970. */
    void onDrain(long closeAtMillis) {}

    /** Credentials were revoked, and they may be this client's. */
    void onRevocations() {}

    /** Whether the session goes on although the client's connection is gone. */
    boolean outlivesClient() {
        return false;
    }

    /** The client's connection is gone, and the session with it. */
    void onClosed() {}

    // ---- What the broker does

    @Override
    public void onBrokerPublish(PublishFrame publish) {}

    @Override
    public void onBrokerPacket(MqttMessage packet) {}

    @Override
    public void onBrokerReadComplete() {}

    @Override
    public void onBrokerWritability() {}

    @Override
    public void onBrokerFault(MqttFault fault) {}

    @Override
    public void onGatewayFailure() {}

    @Override
    public void onBrokerLost(@Nullable Throwable cause) {}
}
