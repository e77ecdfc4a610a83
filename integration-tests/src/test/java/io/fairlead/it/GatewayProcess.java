package io.fairlead.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A gateway as it ships, in a process of its own with a small heap, that a test can kill, end and start again on the same
 * port. Anybody may come in, and whoever has a token of {@link Tokens}.
 */
public final class GatewayProcess implements AutoCloseable {

    private static final Path PRODUCT =
            Path.of("../gateway/target/fairlead/lib").toAbsolutePath();

    private static final String OWN_SECRET = "{anonymous: true, jwt: {secret: \"${FAIRLEAD_JWT_SECRET}\"}}";

    private final String node;
    private final int port = Ports.free();
    private final ServerProcess process;

    private GatewayProcess(
            String node, String brokerUrl, String topics, String auth, int heapMegabytes, List<String> options) {
        this.node = node;
        Path folder = ServerProcess.newFolder("fairlead-" + node);
        Path configuration = configure(folder, usual(node, brokerUrl, auth, port), topics);
        Map<String, String> environment = Map.of("FAIRLEAD_JWT_SECRET", Tokens.SECRET);
        process = process(node, folder, configuration, heapMegabytes, options, environment);
    }

    private GatewayProcess(String node, String configuration, String topics, Map<String, String> environment) {
        this.node = node;
        Path folder = ServerProcess.newFolder("fairlead-" + node);
        Path written = configure(folder, configuration.replace("PORT", Integer.toString(port)), topics);
        process = process(node, folder, written, 128, List.of(), environment);
    }

    private static ServerProcess process(
            String node,
            Path folder,
            Path configuration,
            int heapMegabytes,
            List<String> options,
            Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                classPath(),
                "io.fairlead.app.Fairlead",
                "run",
                "-c",
                configuration.toString()));
        options.forEach(option -> command.addAll(List.of("--set", option)));
        return new ServerProcess("gateway " + node, folder, command, environment, "ready");
    }

    /**
     * Starts one with a configuration of the test's own; returns when it has the broker.
     *
     * @param configuration the text of the file; {@code PORT} stands for the web listener's port
     * @param topics the text of the topic map
     * @param environment what the file refers to
     */
    public static GatewayProcess startWith(
            String node, String configuration, String topics, Map<String, String> environment) {
        return new GatewayProcess(node, configuration, topics, environment).begun();
    }

    /**
     * Starts one; returns when it has the broker.
     *
     * @param topics the text of the topic map
     * @param options further settings, as {@code key=value}
     */
    public static GatewayProcess start(String node, String brokerUrl, String topics, String... options) {
        return start(128, node, brokerUrl, topics, options);
    }

    /** Starts one with another heap, in MiB. */
    public static GatewayProcess start(
            int heapMegabytes, String node, String brokerUrl, String topics, String... options) {
        GatewayProcess gateway =
                new GatewayProcess(node, brokerUrl, topics, OWN_SECRET, heapMegabytes, List.of(options));
        return gateway.begun();
    }

    /** Starts one that believes tokens of an issuer whose key set is there, and lets nobody else in. */
    public static GatewayProcess startTrusting(URI keySet, String node, String brokerUrl, String topics) {
        String auth = "{jwt: {jwks: {url: \"" + keySet + "\"}, issuer: issuer, audience: gateway}}";
        return new GatewayProcess(node, brokerUrl, topics, auth, 128, List.of()).begun();
    }

    private GatewayProcess begun() {
        process.begin();
        process.awaitReady();
        return this;
    }

    private static String usual(String node, String brokerUrl, String auth, int port) {
        return """
                node: %s
                listeners: {web: {host: 127.0.0.1, port: %d}}
                broker: {url: "%s", loops: 2, connectsPerSecond: 200, backoff: {least: 50ms, most: 500ms}}
                auth: %s
                topics: topics.yaml
                """.formatted(node, port, brokerUrl, auth);
    }

    private static Path configure(Path folder, String configuration, String topics) {
        try {
            Files.writeString(folder.resolve("topics.yaml"), topics);
            return Files.writeString(folder.resolve("fairlead.yaml"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        try (Stream<Path> jars = Files.list(PRODUCT)) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(":"));
        } catch (IOException e) {
            throw new IllegalStateException(
                    PRODUCT + " is not there: the gateway is to be packaged before its tests", e);
        }
    }

    /** Its name. */
    public String node() {
        return node;
    }

    /** The port that browsers connect to, always the same. */
    public int port() {
        return port;
    }

    /** Ends it without notice. */
    public void kill() {
        process.kill();
    }

    /** Sends SIGTERM, and returns at once. */
    public void terminate() {
        process.terminate();
    }

    /** Waits until it has ended by itself; returns its exit code. */
    public int awaitEnd() {
        return process.awaitEnd();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Starts it again on the same port, without waiting for it. */
    public void beginAgain() {
        process.begin();
    }

    /** Starts it again; returns when it has the broker. */
    public void startAgain() {
        process.begin();
        process.awaitReady();
    }

    /** What it has said. */
    public String said() {
        return process.said();
    }

    @Override
    public void close() {
        process.remove();
    }
}
