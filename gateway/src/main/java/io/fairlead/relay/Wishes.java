package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a client's CONNECT says of the connection (MQTT 5, section 3.1.2).
 *
 * @param explains whether it wants reason strings everywhere (section 3.1.2.11.7)
 * @param largest the largest packet it takes, in bytes
 * @param aliases the highest topic alias it takes, as far as the gateway goes along
 * @param keepAlive in seconds; 0 for none
 * @param authMethod the method of an enhanced authentication; null without one
 */
record Wishes(
        boolean v5,
        boolean explains,
        long largest,
        int aliases,
        int keepAlive,
        @Nullable String authMethod) {

    static Wishes of(MqttConnectMessage connect) {
        boolean v5 = connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel();
        MqttProperties properties = connect.variableHeader().properties();
        long largest = number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, PacketSizes.UNLIMITED);
        return new Wishes(
                v5,
                number(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0,
                largest,
                TopicAliases.bounded(number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0)),
                connect.variableHeader().keepAliveTimeSeconds(),
                text(properties, MqttProperties.AUTHENTICATION_METHOD));
    }

    /** A number of a packet's properties; the codec gives those of four bytes as signed ones. */
    static long number(MqttProperties properties, int id, long otherwise) {
        return properties.getProperty(id) instanceof IntegerProperty number
                ? Integer.toUnsignedLong(number.value())
                : otherwise;
    }

    /** A text of a packet's properties. */
    static @Nullable String text(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof StringProperty text ? text.value() : null;
    }
}
