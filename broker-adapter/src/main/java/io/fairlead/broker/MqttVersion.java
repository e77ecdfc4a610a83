package io.fairlead.broker;

/** The MQTT version that a link speaks to its broker. */
public enum MqttVersion {
    V3_1_1,
    V5
}
