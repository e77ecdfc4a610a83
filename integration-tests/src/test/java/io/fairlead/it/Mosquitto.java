package io.fairlead.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A Mosquitto of a test's own, on a free port of the loopback address, with the settings without which nothing about it
 * can be measured or relied on: no Nagle, and queues as good as without a limit (with {@code max_queued_messages 0},
 * version 2.0.11 ends the connection of whoever publishes after a publish that its access rules refused). What it stores and logs lies in a folder of its own,
 * which is removed when it is closed.
 */
public final class Mosquitto implements AutoCloseable {

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one that anybody may use. Further lines of its configuration follow the defaults. */
    public static Mosquitto start(String... furtherLines) {
        return startOn(Ports.free(), furtherLines);
    }

    /** Starts one that keeps sessions and what is queued for them when it is ended by {@link #stop}. */
    public static Mosquitto startKeeping(String... furtherLines) {
        Stream<String> keeping = Stream.of("persistence true", "persistence_location FOLDER/");
        return start(Stream.concat(keeping, Stream.of(furtherLines)).toArray(String[]::new));
    }

    /** Starts one on this port. */
    public static Mosquitto startOn(int port, String... furtherLines) {
        return startWith(port, List.of("listener " + port + " 127.0.0.1", "allow_anonymous true"), furtherLines);
    }

    /** Starts one whose listener is described by the test, and is on this port. */
    public static Mosquitto startWith(int port, List<String> listener, String... furtherLines) {
        try {
            Path folder = Files.createTempDirectory("fairlead-mosquitto");
            StringBuilder conf = new StringBuilder("set_tcp_nodelay true\nmax_queued_messages 1000000\n");
            conf.append("max_inflight_messages 1000\nlog_type all\n");
            // Started by root it would become another user, who may not read the files of a test
            conf.append("user ").append(System.getProperty("user.name")).append('\n');
            conf.append("log_dest file ").append(folder.resolve("log")).append('\n');
            listener.forEach(line -> conf.append(line).append('\n'));
            List.of(furtherLines)
                    .forEach(line -> conf.append(line.replace("FOLDER", folder.toString()))
                            .append('\n'));
            Files.writeString(folder.resolve("conf"), conf);
            Mosquitto mosquitto = new Mosquitto(folder, port);
            mosquitto.startAgain();
            return mosquitto;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again on the same port, after {@link #stop} or {@link #kill}; returns when it accepts connections. */
    public void startAgain() {
        ProcessBuilder builder = new ProcessBuilder(
                Programs.find("mosquitto"), "-c", folder.resolve("conf").toString());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());
        try {
            Process started = builder.start();
            process = started;
            Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> Ports.accepts(port) || hasEnded(started));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasEnded(Process started) {
        if (!started.isAlive()) {
            throw new IllegalStateException("mosquitto ended: " + said());
        }
        return false;
    }

    /** Ends it as an operator does; it stores what it is configured to store. */
    public void stop() {
        end(false);
    }

    /** Ends it without notice. */
    public void kill() {
        end(true);
    }

    private void end(boolean byForce) {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        if (byForce) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The port of its listener. */
    public int port() {
        return port;
    }

    /** Its address as the configuration of a gateway names it. */
    public String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    /** mosquitto_pub and mosquitto_sub, connected to it. */
    public MosquittoClients clients() {
        return new MosquittoClients(port);
    }

    /** What it has logged so far. */
    public String said() {
        try {
            Path log = folder.resolve("log");
            return Files.exists(log) ? Files.readString(log) : Files.readString(folder.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of its configuration, for further files of it. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        end(false);
        Folders.remove(folder);
    }
}
