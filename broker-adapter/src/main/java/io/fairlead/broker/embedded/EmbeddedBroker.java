package io.fairlead.broker.embedded;

import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.embedded.EmbeddedHiveMQBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A HiveMQ CE in this process, on the loopback address, for anybody. It needs the jars of HiveMQ CE on the class path.
 * What it logs goes to the loggers under {@code com.hivemq} of the process's own logging.
 *
 * <p>Its queues are as good as unbounded and its window is wide, so that it loses nothing of what a client is slow to
 * fetch; both by configuration, since its defaults drop messages without a word.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final EmbeddedHiveMQ broker;
    private final Path folder;
    private final int port;

    private EmbeddedBroker(EmbeddedHiveMQ broker, Path folder, int port) {
        this.broker = broker;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a broker that forgets everything when it is closed; returns when it accepts connections, which takes a few
     * seconds.
     *
     * @param port the port to listen on; 0 for a free one
     * @throws IllegalStateException with a sentence that says why it did not start
     */
    public static EmbeddedBroker start(int port) {
        return start(port, null);
    }

    /**
     * Starts a broker.
     *
     * @param port the port to listen on; 0 for a free one
     * @param data where it keeps sessions, queues and retained messages, made if it is not there; null to keep nothing
     * @throws IllegalStateException with a sentence that says why it did not start
     */
    public static EmbeddedBroker start(int port, @Nullable Path data) {
        Path folder = Folders.temporary();
        try {
            int listenOn = port == 0 ? freePort() : port;
            requireFree(listenOn);
            EmbeddedHiveMQ broker = configured(folder, listenOn, data).build();
            EmbeddedBroker started = new EmbeddedBroker(broker, folder, listenOn);
            started.awaitStart();
            return started;
        } catch (IOException e) {
            Folders.remove(folder);
            throw new IllegalStateException("the embedded broker did not start: " + e.getMessage(), e);
        }
    }

    private static EmbeddedHiveMQBuilder configured(Path folder, int port, @Nullable Path data) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("config.xml"), configuration(port, data != null));
        Path keptIn = Files.createDirectories(data == null ? folder.resolve("data") : data);
        return EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(keptIn)
                .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
                .withoutLoggingBootstrap();
    }

    private static String configuration(int port, boolean keeps) {
        return """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                  </listeners>
                  <mqtt>
                    <queued-messages><max-queue-size>10000000</max-queue-size></queued-messages>
                    <receive-maximum><server-receive-maximum>1000</server-receive-maximum></receive-maximum>
                  </mqtt>
                  <persistence><mode>%s</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port, keeps ? "file" : "in-memory");
    }

    private void awaitStart() {
        try {
            broker.start().join();
        } catch (CompletionException e) {
            close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException("the embedded broker did not start: " + cause.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** HiveMQ CE starts without its listener where it cannot have the port, and only logs it. */
    private static void requireFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new IOException("port " + port + " of 127.0.0.1 cannot be had: " + e.getMessage(), e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Its address, as {@code mqtt://127.0.0.1:port}. */
    public String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** Ends it, and removes what it kept only for as long as it ran. */
    @Override
    public void close() {
        try {
            broker.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the embedded broker did not end: " + e.getMessage(), e);
        } finally {
            Folders.remove(folder);
        }
    }
}
