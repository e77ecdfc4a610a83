package io.fairlead.it.adversary;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.MosquittoClients;
import io.fairlead.it.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gateway with every door that there is, and the shipped topic map and example of many tenants as its map; believes an
 * issuer's public key. All tests share one; names in it are each test's own.
 */
final class Target {

    private static final String OWN_ROUTES = """
              - name: own
                channel: own/{name...}
                topic: own/{user}/{client}/{name...}
                payload: text
                subscribe: {allow: [authenticated], wildcards: [name], share: [g], qos: 1, retained: true, props: ["*"]}
                publish: {allow: [authenticated], qos: 1, retain: true, request: true, props: ["*"]}
              - name: board
                channel: board/{name}
                topic: board/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1, retained: true, props: ["*"]}
                publish: {allow: [authenticated], qos: 1, props: ["*"]}
            """;

    private static @Nullable Target shared;

    final Issuer issuer = new Issuer();
    final int relay = Ports.free();
    final int sharedMode = Ports.free();
    final int topicNames = Ports.free();
    private final Mosquitto broker = Mosquitto.start();
    private final GatewayProcess gateway;

    private Target() {
        Path key = keyFile();
        gateway = GatewayProcess.startWith(
                "target",
                """
                node: target
                listeners:
                  web: {host: 127.0.0.1, port: PORT}
                  mqtt:
                    - {host: 127.0.0.1, port: %d}
                    - {host: 127.0.0.1, port: %d, mode: shared}
                    - {host: 127.0.0.1, port: %d, names: topic}
                broker: {url: "mqtt://127.0.0.1:%d", loops: 2, connectsPerSecond: 1000}
                auth:
                  anonymous: true
                  jwt: {publicKeyFile: "%s", issuer: "%s", audience: "%s"}
                web: {cookie: session}
                limits: {publishPerSecond: 0, connectsPerSecondPerAddress: 0, bans: {points: 0}}
                """.formatted(relay, sharedMode, topicNames, broker.port(), key, Issuer.NAME, Issuer.AUDIENCE),
                map(),
                Map.of());
    }

    private Path keyFile() {
        try {
            Path file = Files.createTempFile("issuer", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, issuer.publicPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String map() {
        Path conf = Path.of("../conf");
        try {
            return Files.readString(conf.resolve("topics.yaml"))
                    + routes(conf.resolve("examples/tenants.yaml"))
                    + OWN_ROUTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String routes(Path file) throws IOException {
        String map = Files.readString(file);
        return "\n" + map.substring(map.indexOf("routes:\n") + "routes:\n".length());
    }

    static synchronized Target get() {
        Target target = shared;
        if (target == null) {
            Target started = new Target();
            Runtime.getRuntime().addShutdownHook(new Thread(started::end));
            shared = started;
            target = started;
        }
        return target;
    }

    int web() {
        return gateway.port();
    }

    /** Devices on the broker itself. */
    MosquittoClients devices() {
        return new MosquittoClients(broker.port());
    }

    /** Whether the gateway is still there, and has not said that something should not have happened. */
    boolean isWell() {
        return gateway.isAlive() && !gateway.said().contains(" ERROR ");
    }

    String said() {
        return gateway.said();
    }

    Page page(Refusals refusals) {
        return new Page(web(), "", Map.of(), refusals);
    }

    /** A name that no other test has. */
    static String fresh(String what) {
        return what + UUID.randomUUID().toString().substring(0, 8);
    }

    private void end() {
        gateway.close();
        broker.close();
    }
}
