package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.app.Gateway;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.comparison.Flood;
import io.fairlead.comparison.Victims;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.it.Mosquitto;
import io.fairlead.problem.Problems;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beside a client that sends 50 times as much as it may, on the same event loop: nobody loses anything, and it gets its rate. */
class FloodIT {

    private static final int PUBLISHES = 20;
    private static final int COMMANDS = 100;

    @ParameterizedTest
    @EnumSource(Flood.Kind.class)
    void flood_getsWhatItMay_andOthersAreRefusedNothing(Flood.Kind kind) throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start();
                HiveMqBroker broker = new HiveMqBroker(BrokerSettings.of(mosquitto.url()));
                Gateway gateway = gateway(broker)) {
            Awaitility.await().until(gateway::brokerUp);
            try (Victims victims = new Victims(gateway.port(), 3);
                    Flood flood = flood(kind, gateway)) {
                long begin = System.nanoTime();
                Victims.Result result = victims.publish(30, 60);
                long seconds = 2 + (System.nanoTime() - begin) / 1_000_000_000L;

                assertThat(result.published()).as("acknowledged").isEqualTo(result.sent());
                if (kind == Flood.Kind.PINGS) {
                    // A burst with one for each subscription, then its rate; and as many again past it, which weigh as
                    // refusals.
                    assertThat(flood.done()).isBetween(300L, (5 + 2 * seconds) * COMMANDS);
                } else {
                    assertThat(flood.done()).isBetween(2L * PUBLISHES, (3 + seconds) * PUBLISHES);
                }
                assertThat(flood.refused()).isLessThanOrEqualTo((5 + 2 * seconds) * COMMANDS);
                assertThat(flood.sent()).isGreaterThan(4 * flood.done());
                assertThat(flood.closes()).isZero();
            }
        }
    }

    private static Flood flood(Flood.Kind kind, Gateway gateway) throws IOException {
        return switch (kind) {
            case PUBLISHES -> new Flood(kind, gateway.port(), 50 * PUBLISHES);
            case PINGS -> new Flood(kind, gateway.port(), 50 * COMMANDS);
            case RELAYED -> new Flood(kind, gateway.mqttPorts().get(0), 50 * PUBLISHES);
            case SHARED -> new Flood(kind, gateway.mqttPorts().get(1), 50 * PUBLISHES);
        };
    }

    private static Gateway gateway(HiveMqBroker broker) throws IOException {
        String yaml = """
                node: flood
                listeners:
                  web: {host: 127.0.0.1, port: 0}
                  mqtt:
                    - {host: 127.0.0.1, port: 0, mode: relay}
                    - {host: 127.0.0.1, port: 0, mode: shared}
                broker: {loops: 1}
                auth: {anonymous: true}
                """;
        String topics = """
                version: 1
                routes:
                  - name: calm
                    channel: calm/{number}
                    topic: calm/{number}
                    publish: {allow: [anyone], qos: 1}
                  - name: flood
                    channel: flood
                    topic: flood
                    publish: {allow: [anyone], qos: 1}
                """;
        Problems problems = new Problems();
        Configuration configuration = new ConfigurationFile(name -> null)
                .parse(Path.of("fairlead.yaml"), yaml, List.of(), problems)
                .orElseThrow(() -> new IllegalArgumentException(problems.list().toString()));
        return Gateway.start(configuration, TopicMapFile.parse(topics), broker, PageSource.NONE);
    }
}
