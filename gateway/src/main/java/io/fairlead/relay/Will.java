package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * A client's will as the broker gets it; its payload, QoS and RETAIN are the client's.
 *
 * @param topic on the broker
 */
record Will(String topic, MqttProperties properties) {}
