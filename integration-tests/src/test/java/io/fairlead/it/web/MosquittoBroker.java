package io.fairlead.it.web;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.it.Mosquitto;
import java.time.Duration;
import java.util.List;

/** A Mosquitto of its own, reached as the product reaches brokers, and ended with it. Tries again soon after an outage. */
record MosquittoBroker(Mosquitto mosquitto, Broker broker) implements Broker {

    static MosquittoBroker start(MqttVersion version) {
        Mosquitto mosquitto = Mosquitto.start();
        return new MosquittoBroker(mosquitto, reach(mosquitto.port(), version));
    }

    /** What is to be reached on a port of the loopback address, whether it is there yet or not. */
    static Broker reach(int port, MqttVersion version) {
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

    @Override
    public BrokerLink open(LinkOptions options, LinkListener listener) {
        return broker.open(options, listener);
    }

    @Override
    public void close() {
        broker.close();
        mosquitto.close();
    }
}
