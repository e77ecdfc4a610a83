package io.fairlead.broker.packet;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A broker that a test plays byte by byte, so that it can do what no real one does. */
final class ScriptedBroker implements AutoCloseable {

    static final int CONNECT = 1;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;
    static final int SUBSCRIBE = 8;
    static final int PINGREQ = 12;
    static final int DISCONNECT = 14;

    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<Wire> wires = new ArrayList<>();

    ScriptedBroker() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            server.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "mqtt://127.0.0.1:" + server.getLocalPort();
    }

    /** The next connection. */
    Wire accept() {
        try {
            Wire wire = new Wire(server.accept());
            wires.add(wire);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next connection, after an MQTT 5 CONNECT on it was accepted. */
    Wire acceptUp(boolean sessionPresent) {
        Wire wire = accept();
        wire.expect(CONNECT);
        wire.send(0x20, 3, sessionPresent ? 1 : 0, 0, 0);
        return wire;
    }

    @Override
    public void close() {
        try {
            for (Wire wire : wires) {
                wire.close();
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One packet that the client sent: its first byte, and all that follows the remaining length. */
    record Packet(int head, byte[] rest) {
        int type() {
            return head >> 4;
        }
    }

    /** One connection. */
    static final class Wire {
        private final Socket socket;
        private final DataInputStream in;

        Wire(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new DataInputStream(socket.getInputStream());
        }

        /** Reads the next packet. */
        Packet read() {
            try {
                int head = in.readUnsignedByte();
                int length = 0;
                int shift = 0;
                int digit;
                do {
                    digit = in.readUnsignedByte();
                    length |= (digit & 127) << shift;
                    shift += 7;
                } while (digit > 127);
                return new Packet(head, in.readNBytes(length));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads the next packet, which has to be of this type. */
        Packet expect(int type) {
            Packet packet = read();
            if (packet.type() != type) {
                throw new AssertionError("expected a packet of type " + type + ", not " + packet.type());
            }
            return packet;
        }

        void send(int... bytes) {
            byte[] all = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                all[i] = (byte) bytes[i];
            }
            send(all);
        }

        private void send(byte[] all) {
            try {
                socket.getOutputStream().write(all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A PUBLISH of MQTT 5 with these property bytes. */
        void publish(int flags, String topic, int packetId, String payload, int... properties) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            body.write(0);
            body.write(name.length);
            body.writeBytes(name);
            if ((flags & 6) != 0) {
                body.write(packetId >> 8);
                body.write(packetId);
            }
            body.write(properties.length);
            for (int property : properties) {
                body.write(property);
            }
            body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(0x30 | flags);
            all.write(body.size());
            all.writeBytes(body.toByteArray());
            send(all.toByteArray());
        }

        /** Whether the client has ended the connection, once all is read. */
        boolean isOver() {
            try {
                return in.read() < 0;
            } catch (IOException reset) {
                return true;
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
