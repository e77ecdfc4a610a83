package io.fairlead.transport.mqtt;

/**
 * What a listener of MQTT clients holds them to.
 *
 * @param maxPacketBytes how many bytes a packet may have, with its fixed header
 * @param connectTimeoutMillis how long a client may take until its CONNECT has come
 */
public record MqttSettings(int maxPacketBytes, long connectTimeoutMillis) {}
