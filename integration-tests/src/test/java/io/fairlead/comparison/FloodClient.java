package io.fairlead.comparison;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client over a plain socket that does only what a flood, or its victim, needs: WebSocket text frames, or MQTT 5 packets of one
 * known form. What comes is counted by {@link #take}. Blocks; sending is for one thread and taking for another.
 */
public final class FloodClient implements AutoCloseable {

    private static final byte[] NO_MASK = new byte[4];

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    private FloodClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    /** Opens a WebSocket at {@code /ws} and a session of this name. */
    public static FloodClient json(int port, String client) throws IOException {
        FloodClient opened = new FloodClient(port);
        opened.out.write(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: ZmFpcmxlYWQtYmVuY2gtMQ==\r\nSec-WebSocket-Protocol: fairlead.v1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        opened.skipHeaders();
        opened.send(text("{\"type\":\"connect\",\"client\":\"" + client + "\"}"));
        String welcome = opened.take();
        if (!welcome.contains("welcome")) {
            throw new IOException("no welcome: " + welcome);
        }
        return opened;
    }

    /** Opens an MQTT 5 session of this name. */
    public static FloodClient mqtt(int port, String client) throws IOException {
        FloodClient opened = new FloodClient(port);
        byte[] name = client.getBytes(StandardCharsets.UTF_8);
        ByteBuffer connect = ByteBuffer.allocate(15 + name.length);
        connect.put((byte) 0x10)
                .put((byte) (13 + name.length))
                .putShort((short) 4)
                .put("MQTT".getBytes(StandardCharsets.US_ASCII));
        connect.put((byte) 5).put((byte) 2).putShort((short) 0).put((byte) 0);
        connect.putShort((short) name.length).put(name);
        opened.send(connect.array());
        if (opened.takePacket() >> 4 != 2) {
            throw new IOException("no CONNACK");
        }
        return opened;
    }

    private void skipHeaders() throws IOException {
        for (int last = 0; last != 0x0D0A0D0A; last = last << 8 | in.readUnsignedByte()) {
            // The end of the response is what is looked for.
        }
    }

    /** A whole text frame with an empty mask; of 65,535 bytes at most. */
    public static byte[] text(String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + (payload.length < 126 ? 6 : 8));
        frame.put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        return frame.put(NO_MASK).put(payload).array();
    }

    /** A PUBLISH of QoS 1 without properties; of 127 bytes at most. */
    public static byte[] publish(String topic, int packetId, String payload) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] body = payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer packet = ByteBuffer.allocate(7 + name.length + body.length);
        packet.put((byte) 0x32).put((byte) (5 + name.length + body.length));
        packet.putShort((short) name.length)
                .put(name)
                .putShort((short) packetId)
                .put((byte) 0)
                .put(body);
        return packet.array();
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The next text frame; empty for any other. */
    public String take() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        length = length == 126 ? in.readUnsignedShort() : length;
        byte[] payload = in.readNBytes(length);
        return (first & 0xF) == 1 ? new String(payload, StandardCharsets.UTF_8) : "";
    }

    /** The first byte of the next packet, which is passed over. */
    public int takePacket() throws IOException {
        int first = in.readUnsignedByte();
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int one = in.readUnsignedByte();
            length |= (one & 0x7F) << shift;
            if (one < 0x80) {
                break;
            }
        }
        in.skipNBytes(length);
        return first;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
