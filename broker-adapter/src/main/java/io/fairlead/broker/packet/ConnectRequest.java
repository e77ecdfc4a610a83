package io.fairlead.broker.packet;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.MqttVersion;
import java.net.InetSocketAddress;

/**
 * What one connection is to be.
 *
 * @param resolved where the address is found
 * @param clean clean start in MQTT 5, clean session in 3.1.1
 * @param sessionSeconds MQTT 5's session expiry interval
 */
record ConnectRequest(
        BrokerSettings settings,
        LinkOptions options,
        MqttVersion version,
        BrokerAddress address,
        InetSocketAddress resolved,
        boolean clean,
        long sessionSeconds) {

    boolean v5() {
        return version == MqttVersion.V5;
    }
}
