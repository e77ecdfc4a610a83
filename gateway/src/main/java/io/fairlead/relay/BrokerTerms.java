package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * What the broker's CONNACK says of the connection (MQTT 5, section 3.2.2.3).
 *
 * @param largest the largest packet it takes, in bytes
 * @param aliases the highest topic alias it takes, as far as the gateway goes along
 * @param keepAlive in seconds; negative where the client's counts
 */
record BrokerTerms(long largest, int aliases, int keepAlive) {

    static BrokerTerms of(MqttConnAckMessage connAck) {
        MqttProperties properties = connAck.variableHeader().properties();
        return new BrokerTerms(
                largest(properties),
                TopicAliases.bounded(Wishes.number(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0)),
                (int) Wishes.number(properties, MqttProperties.SERVER_KEEP_ALIVE, -1));
    }

    static long largest(MqttProperties connAck) {
        return Wishes.number(connAck, MqttProperties.MAXIMUM_PACKET_SIZE, PacketSizes.UNLIMITED);
    }
}
