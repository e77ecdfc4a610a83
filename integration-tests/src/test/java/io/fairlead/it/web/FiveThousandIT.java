package io.fairlead.it.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.MqttVersion;
import io.fairlead.it.Mosquitto;
import io.fairlead.transport.TestGateway;
import io.fairlead.transport.mqtt.PacketPeer;
import io.fairlead.transport.mqtt.PacketPeer.Got;
import io.fairlead.wire.mqtt.ListenerRules.Denied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Thousands of MQTT clients of one topic, behind a listener of mode {@code shared}. */
class FiveThousandIT {

    private static final int CLIENTS = 5_000;
    private static final String COUNT = "$SYS/broker/subscriptions/count";
    private static final String CLOCK = "$SYS/broker/uptime";

    private final List<PacketPeer> clients = new ArrayList<>();

    @Test
    void fiveThousandSubscribersOfOneTopic_costTheBrokerOneSubscription_andAllHearAMessage() {
        try (Mosquitto mosquitto = Mosquitto.start("sys_interval 1");
                var broker = Brokers.at(mosquitto.port(), MqttVersion.V5);
                TestGateway gateway = TestGateway.start(broker).awaitBroker();
                PacketPeer watch = PacketPeer.open(mosquitto.port(), true).connect("watch")) {
            watch.subscribe(COUNT, 0);
            watch.subscribe(CLOCK, 0);
            int before = settled(watch);

            int port = gateway.mqttPort(Denied.DROP);
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(subscriber(port, i));
                }
                assertThat(settled(watch)).isEqualTo(before + 1);
                everybodyHears(clients.get(0));
            } finally {
                clients.forEach(PacketPeer::close);
            }
        }
    }

    /** Every other one speaks MQTT 3.1.1, and every third asks for QoS 0. */
    private static PacketPeer subscriber(int port, int number) {
        PacketPeer peer = PacketPeer.open(port, number % 2 == 0).connect("subscriber-" + number);
        int qos = number % 3 == 0 ? 0 : 1;
        assertThat(peer.subscribe("ticker/five", qos)).isEqualTo(qos);
        return peer;
    }

    private void everybodyHears(PacketPeer publisher) {
        for (int i = 1; i <= 3; i++) {
            publisher.publish("ticker/five", "message " + i, 1);
        }
        for (PacketPeer client : clients) {
            assertThat(client.awaitMessages(3))
                    .hasToString("[ticker/five message 1, ticker/five message 2, ticker/five message 3]");
        }
    }

    /** How many subscriptions the broker has. It says so when that changes, and every second how long it has been up. */
    private static int settled(PacketPeer watch) {
        long ticks = said(watch, CLOCK).size();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> said(watch, CLOCK).size() > ticks + 2);
        List<Got> counts = said(watch, COUNT);
        return Integer.parseInt(counts.get(counts.size() - 1).text());
    }

    private static List<Got> said(PacketPeer watch, String topic) {
        return watch.messages().stream()
                .filter(got -> got.topic().equals(topic))
                .toList();
    }
}
