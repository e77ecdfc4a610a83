package io.fairlead.it.mqtt;

import io.fairlead.it.Certificates;
import io.fairlead.it.EmbeddedBrokerProcess;
import io.fairlead.it.Folders;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.MosquittoClients;
import io.fairlead.it.Ports;
import io.fairlead.it.live.JsonClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** A gateway with all the doors that there are for MQTT, and a broker of its own behind it. Names in it are each test's own. */
final class Front implements AutoCloseable {

    /** Whose broker it is. */
    enum Behind {
        MOSQUITTO,
        HIVEMQ_CE
    }

    private static final String TOPICS = """
            version: 1
            routes:
              - name: keepers
                channel: dev/private/{what}
                topic: site/private/{what}
                payload: text
                subscribe: {allow: [{role: keeper}], qos: 1}
                publish: {allow: [{role: keeper}], qos: 1}
              - name: device
                channel: dev/{device}/{what...}
                topic: site/{device}/state/{what...}
                payload: text
                subscribe: {allow: [anyone], qos: 1, wildcards: [device, what], share: [workers]}
                publish: {allow: [anyone], qos: 2, retain: true}
              - name: command
                channel: cmd/{device}
                topic: site/{device}/cmd
                payload: json
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [anyone], qos: 1, request: true}
              - name: inbox
                channel: me/inbox
                topic: user/{user}/inbox
                payload: text
                subscribe: {allow: [authenticated], qos: 1}
                publish: {allow: [authenticated], qos: 1}
              - name: room
                channel: chat/{room}
                topic: im/{room}
                payload: json
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [authenticated], qos: 1}
            """;

    private static final Map<Behind, Front> SHARED = new EnumMap<>(Behind.class);

    private final int tcp = Ports.free();
    private final int tls = Ports.free();
    private final int shared = Ports.free();
    private final int topics = Ports.free();
    private final int strict = Ports.free();
    private final Path folder = newFolder();
    private final Certificates certificates = Certificates.in(folder);
    private final AutoCloseable broker;
    private final int brokerPort;
    private final GatewayProcess gateway;

    private final Behind behind;

    private Front(Behind behind) {
        this.behind = behind;
        if (behind == Behind.MOSQUITTO) {
            Mosquitto mosquitto = Mosquitto.start();
            broker = mosquitto;
            brokerPort = mosquitto.port();
        } else {
            EmbeddedBrokerProcess hiveMq = EmbeddedBrokerProcess.start();
            broker = hiveMq;
            brokerPort = hiveMq.port();
        }
        gateway = GatewayProcess.start(
                "mqtt",
                "mqtt://127.0.0.1:" + brokerPort,
                TOPICS,
                doors(),
                "web.origins=[\"*\"]",
                "limits.publishPerSecond=0");
    }

    /** The one that all tests share; it is ended with them. */
    static synchronized Front of(Behind behind) {
        return SHARED.computeIfAbsent(behind, kind -> {
            Front started = new Front(kind);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            return started;
        });
    }

    /** One of a test's own. */
    static Front start(Behind behind) {
        return new Front(behind);
    }

    private String doors() {
        String secure = "tls: {certFile: %s, keyFile: %s}".formatted(certificates.certificate(), certificates.key());
        return "listeners.mqtt=[%s,%s,%s,%s,%s]"
                .formatted(
                        door(tcp, "mode: relay"),
                        door(tls, secure),
                        door(shared, "mode: shared"),
                        door(topics, "names: topic"),
                        door(strict, "denied: disconnect"));
    }

    private static String door(int port, String rules) {
        return "{host: 127.0.0.1, port: %d, %s}".formatted(port, rules);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("fairlead-front");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Door tcp() {
        return Door.tcp(tcp);
    }

    Door tls() {
        return Door.tls(tls, certificates.authority());
    }

    /** {@code /mqtt} beside the pages' own {@code /ws}. */
    Door web() {
        return Door.web(gateway.port());
    }

    /** Whose clients have no broker connection of their own. */
    Door shared() {
        return Door.tcp(shared);
    }

    /** Whose clients name the broker's topics. */
    Door topics() {
        return Door.tcp(topics);
    }

    /** That ends the connection of an MQTT 3.1.1 client whose publish is denied. */
    Door strict() {
        return Door.tcp(strict);
    }

    /** A page with a plain WebSocket. */
    JsonClient page() {
        return new JsonClient(gateway.port());
    }

    /** Devices on the broker itself. */
    MosquittoClients devices() {
        return new MosquittoClients(brokerPort);
    }

    Behind behind() {
        return behind;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** A name that no other test has. */
    static String fresh(String what) {
        return what + UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    public void close() {
        gateway.close();
        try {
            broker.close();
            Folders.remove(folder);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
