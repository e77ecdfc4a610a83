package io.fairlead.it;

import io.fairlead.broker.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A HiveMQ CE in a process of its own that keeps sessions, queues and retained messages in files, so that a test can end it
 * without notice and start it again on the same folder and port.
 */
public final class EmbeddedBrokerProcess implements AutoCloseable {

    private static final String READY = "serving";

    private final int port = Ports.free();
    private final ServerProcess process;

    private EmbeddedBrokerProcess() {
        Path folder = ServerProcess.newFolder("fairlead-hivemq");
        List<String> command = List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedBrokerProcess.class.getName(),
                Integer.toString(port),
                folder.resolve("data").toString());
        process = new ServerProcess("HiveMQ CE", folder, command, Map.of(), READY);
    }

    /** Starts one; returns when it accepts connections. */
    public static EmbeddedBrokerProcess start() {
        EmbeddedBrokerProcess broker = new EmbeddedBrokerProcess();
        broker.startAgain();
        return broker;
    }

    /** The process itself: a port, and the folder of what it keeps. */
    public static void main(String[] args) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(Integer.parseInt(args[0]), Path.of(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    /** The port it listens on, always the same. */
    public int port() {
        return port;
    }

    /** Its address as the configuration of a gateway names it. */
    public String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** Ends it without notice. */
    public void kill() {
        process.kill();
    }

    /** Starts it again with what it has kept; returns when it accepts connections. */
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
