package io.fairlead.it.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.MqttVersion;
import io.fairlead.it.MosquittoSubscriber;
import io.fairlead.transport.JsonClient;
import io.fairlead.transport.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plain WebSocket clients and MQTT devices that know nothing of each other meet on the same names. */
class DevicesIT {
    private static final String TEXT = "grüße 漢字 🛥";
    private static final int MANY = 1_000;

    private final MosquittoBroker broker = MosquittoBroker.start(MqttVersion.V5);
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();

    @AfterEach
    void end() {
        gateway.close();
        broker.close();
    }

    @Test
    void device_publishes_everyClientHearsItIntact() {
        try (JsonClient one = gateway.connect();
                JsonClient two = gateway.connect()) {
            one.subscribe("chat/42");
            two.subscribe("devices/+/#");

            broker.mosquitto().clients().publish("im/room/42/msg", "{\"text\":\"" + TEXT + "\"}");
            broker.mosquitto().clients().publish("dt/lamp/tele/power/watts", "17.5");

            one.await("\"type\":\"message\"", "\"channel\":\"chat/42\"", "\"data\":{\"text\":\"" + TEXT + "\"}");
            two.await("\"channel\":\"devices/lamp/power/watts\"", "\"filter\":\"devices/+/#\"", "\"data\":17.5");
        }
    }

    @Test
    void client_publishes_deviceHearsItIntact() {
        try (MosquittoSubscriber device = broker.mosquitto().clients().subscribe("note/#");
                JsonClient client = gateway.connect()) {
            client.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"notes/a\",\"text\":\"" + TEXT + "\",\"qos\":2}");

            client.await("\"published\"", "\"id\":1", "\"reason\":\"success\"");
            device.awaitTexts(TEXT);
            assertThat(device.received()).containsExactly(new MosquittoSubscriber.Received("note/a", 2, false, TEXT));
        }
    }

    @Test
    void device_publishesNoJson_clientGetsTheNextForm() {
        try (JsonClient client = gateway.connect()) {
            client.subscribe("chat/42");

            broker.mosquitto().clients().publish("im/room/42/msg", "not JSON");

            client.await("\"type\":\"message\"", "\"text\":\"not JSON\"");
        }
    }

    @Test
    void thousandSubscribers_oneChannel_costTheBrokerOneSubscriptionAndOneDelivery() {
        List<JsonClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                clients.add(gateway.connect("/ws?channel=chat/42"));
            }
            clients.forEach(client -> client.await("\"type\":\"subscribed\""));

            broker.mosquitto().clients().publish("im/room/42/msg", "\"to all\"");

            clients.forEach(client -> client.await("\"type\":\"message\"", "\"data\":\"to all\""));
            assertThat(logged("Received SUBSCRIBE from fl\\.n\\.[^\n]*\n[^\n]*im/room/42/msg"))
                    .isEqualTo(1);
            assertThat(logged("Sending PUBLISH to fl\\.n\\.[^\n]*'im/room/42/msg'"))
                    .isEqualTo(1);
        } finally {
            clients.forEach(JsonClient::close);
        }
    }

    private long logged(String line) {
        return Pattern.compile(line)
                .matcher(broker.mosquitto().said())
                .results()
                .count();
    }

    @Test
    void publish_brokerStopped_isNeverCalledPublished() {
        try (JsonClient client = gateway.connect()) {
            client.subscribe("notes/a");
            broker.mosquitto().stop();
            client.await("\"broker_down\"");

            client.send("{\"type\":\"publish\",\"id\":\"m\",\"channel\":\"notes/a\",\"text\":\"x\",\"qos\":1}");

            client.await("\"error\"", "\"id\":\"m\"", "\"leg\":\"broker\"", "\"retryable\":true");
            assertThat(client.frames()).noneMatch(frame -> frame.contains("\"published\""));
        }
    }

    @Test
    void broker_comesBack_subscriptionsAreRestored() {
        try (JsonClient client = gateway.connect()) {
            client.subscribe("chat/42");
            broker.mosquitto().kill();
            client.await("\"broker_down\"");

            broker.mosquitto().startAgain();

            client.await("\"broker_up\"");
            await().untilAsserted(() -> {
                broker.mosquitto().clients().publish("im/room/42/msg", "\"again\"");
                assertThat(client.frames()).anyMatch(frame -> frame.contains("\"again\""));
            });
            assertThat(client.isOpen()).isTrue();
        }
    }
}
