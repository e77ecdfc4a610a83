package io.fairlead.transport.mqtt.shared;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;

/** Properties of packets, in a word. */
final class Says {

    static final int RECEIVE_MAXIMUM = MqttProperties.RECEIVE_MAXIMUM;
    static final int MAXIMUM_PACKET_SIZE = MqttProperties.MAXIMUM_PACKET_SIZE;

    private Says() {}

    static MqttProperties number(int property, int value) {
        MqttProperties says = new MqttProperties();
        says.add(new IntegerProperty(property, value));
        return says;
    }

    static MqttProperties text(int property, String value) {
        MqttProperties says = new MqttProperties();
        says.add(new StringProperty(property, value));
        return says;
    }

    /** The gateway's own authentication method with a token. */
    static MqttProperties method(String name, String token) {
        MqttProperties says = text(MqttProperties.AUTHENTICATION_METHOD, name);
        says.add(new BinaryProperty(
                MqttProperties.AUTHENTICATION_DATA, token.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return says;
    }

    static Object of(MqttProperties says, int property) {
        MqttProperties.MqttProperty<?> found = says.getProperty(property);
        return found == null ? "nothing" : found.value();
    }

    /** The reason string, or "nothing". */
    static String why(MqttProperties says) {
        return String.valueOf(of(says, MqttProperties.REASON_STRING));
    }
}
