package io.fairlead.comparison;

import io.fairlead.bench.FanoutPlan.Protocol;
import io.fairlead.bench.FanoutPlan.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The product as it ships, started by its launcher, with Mosquitto as its broker.
 *
 * @param launcher the launcher script
 */
record FairleadBehindMosquitto(Path launcher) implements Contender {

    private static final String CHANNEL = "bench";

    @Override
    public String name() {
        return "Fairlead behind Mosquitto";
    }

    @Override
    public String shortName() {
        return "fairlead";
    }

    @Override
    public Running start(Path folder) throws IOException, InterruptedException {
        int mqtt = Server.freePort();
        Server broker = Contender.mosquitto(folder, mqtt, mqtt, "");
        int web = Server.freePort();
        Server gateway = Server.start(
                folder.resolve("fairlead.log"),
                "ready",
                List.of(
                        launcher.toString(),
                        "run",
                        "-c",
                        configure(folder, web, mqtt).toString()));
        return new Running(
                Protocol.FAIRLEAD,
                URI.create("ws://127.0.0.1:" + web + "/ws"),
                CHANNEL,
                URI.create("mqtt://127.0.0.1:" + mqtt + "/" + TOPIC),
                List.of(new ServerProcess(Cores.GATEWAY, gateway.pid()), new ServerProcess(Cores.BROKER, broker.pid())),
                List.of(gateway, broker));
    }

    private static Path configure(Path folder, int web, int mqtt) throws IOException {
        Files.writeString(folder.resolve("topics.yaml"), """
                version: 1
                routes:
                  - name: bench
                    channel: %s
                    topic: %s
                    payload: json
                    subscribe: {allow: [anyone]}
                """.formatted(CHANNEL, TOPIC));
        return Files.writeString(folder.resolve("fairlead.yaml"), """
                node: bench
                listeners:
                  web: {host: 127.0.0.1, port: %d}
                broker:
                  url: mqtt://127.0.0.1:%d
                auth:
                  anonymous: true
                topics: topics.yaml
                """.formatted(web, mqtt));
    }
}
