package io.fairlead.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.app.Gateway;
import io.fairlead.bench.Fanout;
import io.fairlead.bench.FanoutPlan;
import io.fairlead.bench.FanoutPlan.Protocol;
import io.fairlead.bench.FanoutPlan.ServerProcess;
import io.fairlead.bench.FanoutResult;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import io.fairlead.problem.Problems;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load counts every message that every kind of server sends it. */
class FanoutIT {

    private static final int SUBSCRIBERS = 40;
    private static final int MESSAGES = 20;
    private static final int STALLED = 2;

    @Test
    void floor_publishedTo_sendsEachMessageToEachSubscriber(@TempDir Path folder) throws Exception {
        int port = Ports.free();
        Process floor = floor(folder, port);
        try {
            Awaitility.await().until(() -> Ports.accepts(port));

            FanoutResult result = run(Protocol.FLOOR, port, "/", "bench", null, floor.pid());

            assertThat(result.delivered()).isEqualTo(SUBSCRIBERS * MESSAGES);
            assertThat(result.cpuMicros()).containsOnlyKeys("server");
            assertThat(result.latency()).isNotNull();
        } finally {
            floor.destroy();
        }
    }

    private static Process floor(Path folder, int port) throws IOException, InterruptedException {
        String program = folder.resolve("floor").toString();
        Process compiler = new ProcessBuilder("gcc", "-O2", "-o", program, "bench/floor_fanout.c")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gcc.log").toFile())
                .start();
        assertThat(compiler.waitFor()).as("gcc").isZero();
        return new ProcessBuilder(program, String.valueOf(port), "128")
                .redirectOutput(folder.resolve("floor.log").toFile())
                .start();
    }

    @Test
    void mosquitto_publishedTo_sendsEachMessageToEachSubscriber() throws Exception {
        int web = Ports.free();
        try (Mosquitto mosquitto = Mosquitto.start("listener " + web + " 127.0.0.1", "protocol websockets")) {
            Awaitility.await().until(() -> Ports.accepts(web));
            URI broker = URI.create(mosquitto.url() + "/bench/fanout");

            FanoutResult result = run(Protocol.MQTT, web, "/mqtt", "bench/fanout", broker, 0);

            assertThat(result.delivered()).isEqualTo(SUBSCRIBERS * MESSAGES);
        }
    }

    @Test
    void fairlead_publishedToByMqttOrByJson_sendsEachMessageToEachSubscriber_whileSomeReadNothing() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start();
                HiveMqBroker broker = new HiveMqBroker(BrokerSettings.of(mosquitto.url()));
                Gateway gateway = gateway(broker)) {
            Awaitility.await().until(gateway::brokerUp);
            URI topic = URI.create(mosquitto.url() + "/bench/fanout");

            FanoutResult byMqtt = run(Protocol.FAIRLEAD, gateway.port(), "/ws", "bench", topic, 0);
            FanoutResult byJson = run(Protocol.FAIRLEAD, gateway.port(), "/ws", "bench", null, 0);

            assertThat(byMqtt.delivered()).isEqualTo(SUBSCRIBERS * MESSAGES);
            assertThat(byJson.delivered()).isEqualTo(SUBSCRIBERS * MESSAGES);
        }
    }

    private static Gateway gateway(HiveMqBroker broker) throws IOException {
        String yaml = """
                node: bench
                listeners: {web: {host: 127.0.0.1, port: 0}}
                auth: {anonymous: true}
                limits: {publishPerSecond: 0}
                """;
        String topics = """
                version: 1
                routes:
                  - name: bench
                    channel: bench
                    topic: bench/fanout
                    payload: json
                    subscribe: {allow: [anyone]}
                    publish: {allow: [anyone]}
                """;
        Problems problems = new Problems();
        Configuration configuration = new ConfigurationFile(name -> null)
                .parse(Path.of("fairlead.yaml"), yaml, List.of(), problems)
                .orElseThrow(() -> new IllegalArgumentException(problems.list().toString()));
        return Gateway.start(configuration, TopicMapFile.parse(topics), broker, PageSource.NONE);
    }

    private static FanoutResult run(
            Protocol protocol, int port, String path, String channel, @Nullable URI publishTo, long pid)
            throws InterruptedException {
        return Fanout.run(new FanoutPlan(
                protocol,
                URI.create("ws://127.0.0.1:" + port + path),
                channel,
                null,
                publishTo,
                SUBSCRIBERS,
                protocol == Protocol.FAIRLEAD ? STALLED : 0,
                MESSAGES,
                MESSAGES,
                500,
                128,
                Duration.ofSeconds(10),
                pid == 0 ? List.of() : List.of(new ServerProcess("server", pid))));
    }
}
