package io.fairlead.it.web;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.hivemq.HiveMqBroker;
import java.time.Duration;
import java.util.List;

/** Brokers as the product reaches them, tried again soon after an outage. */
final class Brokers {
    private Brokers() {}

    /** What is reached on a port of the loopback address, whether it is there yet or not. */
    static Broker at(int port, MqttVersion version) {
        return new HiveMqBroker(new BrokerSettings(
                List.of(BrokerAddress.parse("mqtt://127.0.0.1:" + port)),
                version,
                null,
                BrokerSettings.Tls.DEFAULT,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                50,
                Duration.ofMillis(100),
                Duration.ofMillis(500)));
    }
}
