package io.fairlead.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A wire that a test can spoil: it forwards bytes from a port of its own to another one of the loopback address, and can
 * cut, stall, delay and trickle them, or refuse connections. Everything may be changed while it runs, by any thread, and
 * counts for the connections that there are and for those that come.
 */
public final class TcpProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Way {
        TO_CLIENT,
        TO_TARGET
    }

    private final int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<Way, Pace> paces = new EnumMap<>(Way.class);
    private final List<Long> accepted = new CopyOnWriteArrayList<>();
    private volatile ServerSocket server;

    private TcpProxy(int target, ServerSocket server) {
        this.target = target;
        this.port = server.getLocalPort();
        this.server = server;
        for (Way way : Way.values()) {
            paces.put(way, new Pace());
        }
        acceptFrom(server);
    }

    /** Forwards to a port, whether somebody listens there yet or not. */
    public static TcpProxy to(int target) {
        return new TcpProxy(target, listen(Ports.free()));
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return port;
    }

    /** When each connection so far was accepted, by {@link System#nanoTime}. */
    public List<Long> accepted() {
        return accepted;
    }

    /** Ends every connection in order; new ones are let through, at full speed. */
    public void cut() {
        sockets.forEach(TcpProxy::finish);
        free();
    }

    /** Ends every connection as a host does that has never heard of it; new ones are let through, at full speed. */
    public void reset() {
        // All of them first: one that is closed has its other end closed too, by another thread
        sockets.forEach(TcpProxy::endWithReset);
        sockets.forEach(TcpProxy::closeQuietly);
        free();
    }

    /** Refuses connections from now on; those that there are stay. */
    public void refuse() {
        closeQuietly(server);
    }

    /** Accepts connections again. */
    public synchronized void welcome() {
        if (server.isClosed()) {
            server = listen(port);
            acceptFrom(server);
        }
    }

    /** Keeps back from now on what goes one way. Connections are accepted, and nobody is told. */
    public void stall(Way way) {
        pace(way).stall();
    }

    /** Brings what goes one way so much later. */
    public void delay(Way way, Duration by) {
        pace(way).delay(by.toNanos());
    }

    /** Lets only so many bytes a time go one way, over each connection. */
    public void trickle(Way way, int bytes, Duration every) {
        pace(way).trickle(bytes, every.toNanos());
    }

    /** Lets everything through both ways, at full speed, with what was kept back. */
    public void free() {
        paces.values().forEach(Pace::free);
    }

    /** Keeps back from now on what the target sends, acknowledgements with it. */
    public void holdAnswers() {
        stall(Way.TO_CLIENT);
    }

    private Pace pace(Way way) {
        return Objects.requireNonNull(paces.get(way));
    }

    private void acceptFrom(ServerSocket from) {
        inBackground(() -> {
            while (!from.isClosed()) {
                try {
                    forward(from.accept());
                } catch (IOException e) {
                    // Closed, or the target is not there: the client sees its connection end
                }
            }
        });
    }

    private void forward(Socket client) throws IOException {
        accepted.add(System.nanoTime());
        try {
            Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
            start(client, there, pace(Way.TO_TARGET));
            start(there, client, pace(Way.TO_CLIENT));
        } catch (IOException e) {
            closeQuietly(client);
            throw e;
        }
    }

    private void start(Socket from, Socket to, Pace pace) throws IOException {
        from.setTcpNoDelay(true);
        sockets.add(from);
        inBackground(() -> pump(from, to, pace));
    }

    private void pump(Socket from, Socket to, Pace pace) {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                pace.arrive(from::isClosed);
                for (int at = 0; at < read; ) {
                    int portion = pace.take(read - at, from::isClosed);
                    out.write(buffer, at, portion);
                    at += portion;
                }
            }
        } catch (IOException e) {
            closeQuietly(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            closeQuietly(from);
            closeQuietly(to);
            paces.values().forEach(Pace::wake);
        }
    }

    @Override
    public void close() {
        refuse();
        cut();
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void finish(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It has ended by itself
        }
        closeQuietly(socket);
    }

    private static void endWithReset(Socket socket) {
        try {
            // Closing then sends RST
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It has ended by itself
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
