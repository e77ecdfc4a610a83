package io.fairlead.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A way from MQTT clients to Mosquitto, started anew for each run. */
enum RelayWay {
    STRAIGHT("straight at Mosquitto") {
        @Override
        Server start(Path folder, int port, int broker, Path programs, Path launcher) {
            throw new IllegalStateException("there is nothing to start");
        }
    },
    FLOOR("floor: bytes copied") {
        @Override
        Server start(Path folder, int port, int broker, Path programs, Path launcher)
                throws IOException, InterruptedException {
            String program = programs.resolve("floor_relay").toString();
            return Server.start(
                    folder.resolve("floor.log"), port, List.of(program, String.valueOf(port), String.valueOf(broker)));
        }
    },
    FAIRLEAD("Fairlead, mode relay") {
        @Override
        Server start(Path folder, int port, int broker, Path programs, Path launcher)
                throws IOException, InterruptedException {
            String configuration = configure(folder, port, broker).toString();
            return Server.start(
                    folder.resolve("fairlead.log"), "ready", List.of(launcher.toString(), "run", "-c", configuration));
        }
    };

    private final String title;

    RelayWay(String title) {
        this.title = title;
    }

    /** What the report calls it. */
    String title() {
        return title;
    }

    /** What stands before the broker. */
    abstract Server start(Path folder, int port, int broker, Path programs, Path launcher)
            throws IOException, InterruptedException;

    /** Topics are renamed and both rights are asked, as they would be for real. */
    private static Path configure(Path folder, int port, int broker) throws IOException {
        Files.writeString(folder.resolve("topics.yaml"), """
                version: 1
                routes:
                  - name: bench
                    channel: bench/{pair}
                    topic: site/bench/{pair}/state
                    payload: binary
                    subscribe: {allow: [anyone], qos: 0}
                    publish: {allow: [anyone], qos: 0}
                """);
        return Files.writeString(
                folder.resolve("fairlead.yaml"), String.format(Locale.ROOT, """
                node: bench
                listeners:
                  web: {host: 127.0.0.1, port: %d}
                  mqtt: {host: 127.0.0.1, port: %d, mode: relay}
                broker: {url: "mqtt://127.0.0.1:%d", connectsPerSecond: 1000}
                auth: {anonymous: true}
                limits: {publishPerSecond: 0}
                topics: topics.yaml
                """, Server.freePort(), port, broker));
    }
}
