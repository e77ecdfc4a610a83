package io.fairlead.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between a client and a broker that a test can cut and hold: it forwards bytes from a port of its own to another
 * one of the loopback address.
 */
public final class TcpProxy implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Gate towardsClients = new Gate();

    private TcpProxy(int target, ServerSocket server) {
        this.target = target;
        this.server = server;
    }

    /** Forwards to a port, whether somebody listens there yet or not. */
    public static TcpProxy to(int target) {
        try {
            TcpProxy proxy = new TcpProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            inBackground(proxy::acceptAll);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** Ends every connection; new ones are let through. */
    public void cut() {
        sockets.forEach(TcpProxy::closeQuietly);
        towardsClients.open();
    }

    /** Keeps back from now on what the broker sends, acknowledgements with it. */
    public void holdAnswers() {
        towardsClients.shut();
    }

    /** Lets through what was kept back. */
    public void releaseAnswers() {
        towardsClients.open();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                forward(server.accept());
            } catch (IOException e) {
                // Closed, or the target is not there: the client sees its connection end
            }
        }
    }

    private void forward(Socket client) throws IOException {
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            Gate always = new Gate();
            start(client, broker, always);
            start(broker, client, towardsClients);
        } catch (IOException e) {
            closeQuietly(client);
            throw e;
        }
    }

    private void start(Socket from, Socket to, Gate gate) throws IOException {
        from.setTcpNoDelay(true);
        sockets.add(from);
        inBackground(() -> pump(from, to, gate));
    }

    private void pump(Socket from, Socket to, Gate gate) {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                gate.pass();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            closeQuietly(to);
        } finally {
            sockets.remove(from);
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets threads pass, or makes them wait. */
    private static final class Gate {
        private boolean shut;

        synchronized void shut() {
            shut = true;
        }

        synchronized void open() {
            shut = false;
            notifyAll();
        }

        synchronized void pass() {
            while (shut) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
