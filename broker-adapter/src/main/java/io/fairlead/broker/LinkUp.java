package io.fairlead.broker;

/**
 * What the broker said of itself in its CONNACK.
 *
 * @param version the version that was agreed on
 * @param address the broker's address that answered, as it is configured
 * @param sessionPresent whether the broker still had this link's session
 * @param receiveMaximum how many QoS 1 and 2 publishes it takes at a time (65,535 where it does not say)
 * @param maximumQos the highest QoS it takes
 * @param retainAvailable whether it keeps retained messages
 * @param wildcardsAvailable whether it takes wildcard subscriptions
 * @param sharedAvailable whether it takes shared subscriptions
 * @param maximumPacketBytes the largest packet it takes, {@link Integer#MAX_VALUE} where it does not say
 */
public record LinkUp(
        MqttVersion version,
        String address,
        boolean sessionPresent,
        int receiveMaximum,
        io.fairlead.topic.Qos maximumQos,
        boolean retainAvailable,
        boolean wildcardsAvailable,
        boolean sharedAvailable,
        int maximumPacketBytes) {}
