package io.fairlead.broker.hivemq;

import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import io.fairlead.topic.Qos;

/** What a CONNACK says, in both versions; {@link LinkUp} without the address. */
record ConnAck(
        MqttVersion version,
        boolean sessionPresent,
        int receiveMaximum,
        Qos maximumQos,
        boolean retainAvailable,
        boolean wildcardsAvailable,
        boolean sharedAvailable,
        int maximumPacketBytes) {

    /** What MQTT 3.1.1 says: whether the session is present. All else is as the protocol has it. */
    static ConnAck ofMqtt311(boolean sessionPresent) {
        return new ConnAck(
                MqttVersion.V3_1_1, sessionPresent, 65_535, Qos.EXACTLY_ONCE, true, true, false, Integer.MAX_VALUE);
    }

    LinkUp from(String address) {
        return new LinkUp(
                version,
                address,
                sessionPresent,
                receiveMaximum,
                maximumQos,
                retainAvailable,
                wildcardsAvailable,
                sharedAvailable,
                maximumPacketBytes);
    }
}
