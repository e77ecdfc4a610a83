package io.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.transport.JsonClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Brokers and gateways that tests kill and start again keep what they are said to keep. */
class ProcessesIT {

    private static final String TOPICS = """
            version: 1
            routes:
              - name: note
                channel: note
                topic: note
                payload: text
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [anyone], qos: 1}
            """;

    @Test
    void embeddedBroker_killed_stillHasWhatItHadAcknowledged() {
        try (EmbeddedBrokerProcess broker = EmbeddedBrokerProcess.start()) {
            MosquittoClients clients = new MosquittoClients(broker.port());
            assertKept(clients, () -> {
                broker.kill();
                broker.startAgain();
            });
        }
    }

    @Test
    void mosquitto_keepingAndStopped_stillHasWhatItHadAcknowledged() {
        try (Mosquitto broker = Mosquitto.startKeeping()) {
            assertKept(broker.clients(), () -> {
                broker.stop();
                broker.startAgain();
            });
        }
    }

    private static void assertKept(MosquittoClients clients, Runnable restart) {
        String[] session = {"-c", "-i", "somebody", "-x", "600"};
        clients.subscribe("t", session).close();
        List<String> published = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            published.add("text " + i);
            clients.publish("t", "text " + i);
        }

        restart.run();

        try (MosquittoSubscriber back = clients.subscribe("t", session)) {
            back.awaitTexts(published.toArray(String[]::new));
        }
    }

    @Test
    void gateway_killedAndStartedAgain_servesOnTheSamePortAndEndsWhenAsked() {
        try (Mosquitto broker = Mosquitto.start();
                GatewayProcess gateway = GatewayProcess.start("gw-1", broker.url(), TOPICS)) {
            carry(gateway);

            gateway.kill();
            assertThat(Ports.accepts(gateway.port())).isFalse();
            gateway.startAgain();

            carry(gateway);
            gateway.terminate();
            assertThat(gateway.awaitEnd()).as(gateway.said()).isZero();
        }
    }

    private static void carry(GatewayProcess gateway) {
        try (JsonClient client = JsonClient.connect(gateway.port(), "/ws")) {
            client.send("{\"type\":\"connect\",\"token\":\"" + Tokens.of("alice") + "\"}");
            client.await("\"welcome\"", "\"user\":\"alice\"");
            client.subscribe("note");
            client.send("{\"type\":\"publish\",\"id\":1,\"channel\":\"note\",\"text\":\"x\",\"qos\":1}");
            client.await("\"published\"");
            client.await("\"message\"", "\"text\":\"x\"");
        }
    }
}
