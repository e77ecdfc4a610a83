package io.fairlead.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.EmbeddedBrokerProcess;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A relayed client's session outlives the gateway: what waits at the broker comes, and QoS 2 comes once. */
@Timeout(180)
class RestartIT {

    private static final String TOPICS = """
            version: 1
            routes:
              - name: room
                channel: chat/{room}
                topic: im/room/{room}/msg
                payload: text
                subscribe: {allow: [anyone], qos: 1, wildcards: [room]}
                publish: {allow: [anyone], qos: 2}
            """;

    private static final int MESSAGES = 100;

    /** A gateway with a relay, and a broker behind it. */
    private record Stage(Runnable broker, int brokerPort, GatewayProcess gateway, int port) implements AutoCloseable {

        static Stage on(String kind) {
            int port = Ports.free();
            Runnable broker;
            int brokerPort;
            if (kind.equals("mosquitto")) {
                Mosquitto started = Mosquitto.start();
                broker = started::close;
                brokerPort = started.port();
            } else {
                EmbeddedBrokerProcess started = EmbeddedBrokerProcess.start();
                broker = started::close;
                brokerPort = started.port();
            }
            GatewayProcess gateway = GatewayProcess.start(
                    "relay",
                    "mqtt://127.0.0.1:" + brokerPort,
                    TOPICS,
                    "listeners.mqtt.host=127.0.0.1",
                    "listeners.mqtt.port=" + port,
                    "limits.publishPerSecond=0",
                    "drain.window=1s");
            return new Stage(broker, brokerPort, gateway, port);
        }

        /** Ends the gateway, with or without notice, and starts it again. */
        void restart(boolean kill) {
            if (kill) {
                gateway.kill();
            } else {
                gateway.terminate();
                gateway.awaitEnd();
            }
            gateway.startAgain();
        }

        @Override
        public void close() {
            gateway.close();
            broker.run();
        }
    }

    private static List<String> texts(String of, int count) {
        return IntStream.range(0, count).mapToObj(i -> of + i).toList();
    }

    private static void publishAll(Stage stage, boolean v5, int qos, List<String> texts) {
        try (KeepingClient publisher = new KeepingClient(v5, "publisher-" + qos)) {
            publisher.connect(stage.brokerPort());
            for (String text : texts) {
                publisher.publish(qos, "im/room/1/msg", text);
                publisher.readUntil(() -> publisher.open() == 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mosquitto, true, true", "mosquitto, false, true", "mosquitto, true, false",
        "hivemq, true, true", "hivemq, false, true", "hivemq, true, false"
    })
    void subscriber_whoseGatewayEnds_getsWhatWasQueuedAndQos2Once(String kind, boolean v5, boolean kill) {
        try (Stage stage = Stage.on(kind);
                KeepingClient client = new KeepingClient(v5, "keeper")) {
            assertThat(client.connect(stage.port())).isFalse();
            assertThat(client.subscribe("chat/+")).isEqualTo(2);
            // It answers a few, and leaves others half done.
            client.patience = 7;
            publishAll(stage, v5, 2, texts("first-", 20));
            client.readUntil(() -> client.messages.size() >= 10);

            stage.restart(kill);
            publishAll(stage, v5, 2, texts("exact-", MESSAGES));
            publishAll(stage, v5, 1, texts("least-", MESSAGES));
            client.patience = Integer.MAX_VALUE;
            assertThat(client.connect(stage.port())).isTrue();
            client.readUntil(() -> client.messages.containsAll(texts("least-", MESSAGES)));

            List<String> exact = client.messages.stream()
                    .filter(text -> !text.startsWith("least-"))
                    .toList();
            assertThat(exact)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(texts("first-", 20).stream(), texts("exact-", MESSAGES).stream())
                                    .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"mosquitto, true", "mosquitto, false", "hivemq, true", "hivemq, false"})
    void publisher_whoseGatewayEnds_publishesQos2Once(String kind, boolean v5) {
        try (Stage stage = Stage.on(kind);
                KeepingClient heard = new KeepingClient(v5, "heard");
                KeepingClient client = new KeepingClient(v5, "keeper")) {
            heard.connect(stage.brokerPort());
            heard.subscribe("im/room/+/msg");
            client.connect(stage.port());
            for (int round = 0; round < 3; round++) {
                for (String text : texts("m" + round + "-", 8)) {
                    client.publish(2, "chat/1", text);
                }
                int some = 5 - round;
                client.readUntil(() -> client.hasAtMostUnanswered(some));
                stage.restart(true);
                assertThat(client.connect(stage.port())).isTrue();
                client.readUntil(() -> client.open() == 0);
            }

            heard.readUntil(() -> heard.messages.size() >= 24);
            assertThat(heard.messages)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 3)
                            .mapToObj(round -> texts("m" + round + "-", 8))
                            .flatMap(List::stream)
                            .toList());
        }
    }
}
