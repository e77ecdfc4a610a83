package io.fairlead.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A server process on its core, from when it accepts connections until it is closed. */
final class Server implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;

    private Server(Process process) {
        this.process = process;
    }

    /** Starts a program and waits until it accepts connections at a port of this machine. */
    static Server start(Path log, int port, List<String> command) throws IOException, InterruptedException {
        Server server = new Server(launch(log, command));
        server.await(() -> accepts(port), "accept connections at port " + port, log);
        return server;
    }

    /** Starts a program and waits until it has written a line. */
    static Server start(Path log, String line, List<String> command) throws IOException, InterruptedException {
        Server server = new Server(launch(log, command));
        server.await(() -> hasLine(log, line), "write '" + line + "'", log);
        return server;
    }

    private static Process launch(Path log, List<String> command) throws IOException {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(Cores.SERVERS)));
        pinned.addAll(command);
        Process process = new ProcessBuilder(pinned)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process;
    }

    private void await(BooleanSupplier condition, String what, Path log) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                close();
                throw new IllegalStateException("A server did not " + what + "; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static boolean hasLine(Path log, String line) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A port that nobody listened at a moment ago. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process id: {@code taskset} and the launcher replace themselves by what they start. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
