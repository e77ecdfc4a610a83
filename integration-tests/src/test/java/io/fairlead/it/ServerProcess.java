package io.fairlead.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A server in a Java process of its own, which a test can kill and start again. What it says is kept for failures. */
final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Path folder;
    private final List<String> command;
    private final Map<String, String> environment;
    private final String readyLine;
    private int starts;
    private @Nullable Process process;

    /**
     * Describes one.
     *
     * @param folder where its logs go
     * @param options of the JVM, the class to run and its arguments
     * @param readyLine what it prints on a line of its own once it serves
     */
    ServerProcess(String name, Path folder, List<String> options, Map<String, String> environment, String readyLine) {
        this.name = name;
        this.folder = folder;
        this.command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        this.command.addAll(options);
        this.environment = environment;
        this.readyLine = readyLine;
    }

    /** Starts it, without waiting for it to serve. */
    void begin() {
        starts++;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log(starts).toFile());
            builder.environment().putAll(environment);
            Process started = builder.start();
            // A test that is ended from outside leaves nothing behind
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves. */
    void awaitReady() {
        Awaitility.await(name + " to serve")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> lines(starts).contains(readyLine) || hasEnded());
    }

    private boolean hasEnded() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(name + " ended before it served:\n" + said());
        }
        return false;
    }

    /** Ends it without notice. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** Asks it to end, as an operator does; does not wait for it. */
    void terminate() {
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits until it has ended; returns its exit code. */
    int awaitEnd() {
        Process ending = process;
        if (ending == null) {
            throw new IllegalStateException(name + " was never started");
        }
        try {
            if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " did not end:\n" + said());
            }
            return ending.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether it runs. */
    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What it has said, since its first start. */
    String said() {
        StringBuilder said = new StringBuilder();
        for (int start = 1; start <= starts; start++) {
            said.append("--- ").append(name).append(", start ").append(start).append('\n');
            lines(start).forEach(line -> said.append(line).append('\n'));
        }
        return said.toString();
    }

    private List<String> lines(int start) {
        try {
            return Files.exists(log(start)) ? Files.readAllLines(log(start)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(int start) {
        return folder.resolve("log." + start);
    }

    /** Ends it, and removes its folder. */
    void remove() {
        if (process != null) {
            kill();
        }
        Folders.remove(folder);
    }

    /** A folder for one. */
    static Path newFolder(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
