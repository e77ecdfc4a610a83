package io.fairlead.it.broker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A broker that speaks MQTT 3.1.1 alone: what stands in front of a real one and looks at the CONNECT. */
final class OldBroker implements AutoCloseable {

    private static final int PROTOCOL_LEVEL = 8;
    private static final byte[] UNACCEPTABLE_VERSION = {0x20, 2, 0, 1};

    private final ServerSocket server;
    private final int target;
    private final boolean answers;

    private OldBroker(ServerSocket server, int target, boolean answers) {
        this.server = server;
        this.target = target;
        this.answers = answers;
    }

    /** Answers a CONNECT of MQTT 5 with 0x01, or closes the connection without an answer. */
    static OldBroker before(int target, boolean answers) {
        try {
            OldBroker old = new OldBroker(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, answers);
            inBackground(old::acceptAll);
            return old;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                look(server.accept());
            } catch (IOException e) {
                // The server or one of the two ends is closed, which the client sees
            }
        }
    }

    private void look(Socket client) throws IOException {
        byte[] start = client.getInputStream().readNBytes(PROTOCOL_LEVEL + 1);
        if (start.length <= PROTOCOL_LEVEL || start[PROTOCOL_LEVEL] > 4) {
            if (answers) {
                client.getOutputStream().write(UNACCEPTABLE_VERSION);
            }
            client.close();
            return;
        }
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), client.getInputStream());
        inBackground(() -> pump(all, broker));
        inBackground(() -> pump(broker, client));
    }

    private static void pump(Socket from, Socket to) {
        try {
            pump(from.getInputStream(), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pump(InputStream from, Socket to) {
        byte[] buffer = new byte[8192];
        try (to) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One end is closed; the other is closed with it
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "old-broker");
        thread.setDaemon(true);
        thread.start();
    }
}
