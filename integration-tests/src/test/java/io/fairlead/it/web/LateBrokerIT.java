package io.fairlead.it.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.Broker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import io.fairlead.transport.JsonClient;
import io.fairlead.transport.TestGateway;
import org.junit.jupiter.api.Test;

/** A gateway that is there before its broker. */
class LateBrokerIT {

    @Test
    void broker_startsAfterTheGateway_pendingSubscriptionsTakeEffect() {
        int port = Ports.free();
        try (Broker broker = Brokers.at(port, MqttVersion.V5);
                TestGateway gateway = TestGateway.start(broker);
                JsonClient client = gateway.connect()) {
            client.subscribe("notes/a");
            client.await("\"subscribed\"", "\"pending\":true");
            assertThat(gateway.brokerUp()).isFalse();

            try (Mosquitto mosquitto = Mosquitto.startOn(port)) {
                gateway.awaitBroker();
                client.await("\"broker_up\"");
                client.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"notes/a\",\"text\":\"now\",\"qos\":1}");
                client.await("\"published\"");
                client.await("\"type\":\"message\"", "\"text\":\"now\"");
                assertThat(mosquitto.said()).contains("note/a");
            }
        }
    }
}
