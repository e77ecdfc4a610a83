package io.fairlead.it.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A socket that carries MQTT packets, written and read one by one on the test's thread. */
public final class PacketSocket implements AutoCloseable {

    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);
    private final Socket socket;
    private final byte[] buffer = new byte[65_536];

    /** Connects to a port of the loopback address. */
    public PacketSocket(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a packet; does nothing where the other side has gone. */
    public void send(MqttMessage packet) {
        codec.writeOutbound(packet);
        ByteBuf bytes = codec.readOutbound();
        try {
            bytes.readBytes(socket.getOutputStream(), bytes.readableBytes());
        } catch (IOException gone) {
            // Reading tells
        } finally {
            bytes.release();
        }
    }

    /** Reads packets of this version, as one that sends CONNECT as a packet does by itself. */
    public void speaks(MqttVersion version) {
        codec.attr(AttributeKey.<MqttVersion>valueOf("NETTY_CODEC_MQTT_VERSION"))
                .set(version);
    }

    /** Sends bytes, whether they are a packet or not; does nothing where the other side has gone. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException gone) {
            // Reading tells
        }
    }

    /** The next packet; null if none comes in time, or none can come any more. */
    @Nullable
    public MqttMessage read(int millis) {
        try {
            MqttMessage next = codec.readInbound();
            socket.setSoTimeout(millis);
            while (next == null) {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    return null;
                }
                codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
                next = codec.readInbound();
            }
            return next;
        } catch (SocketTimeoutException | SocketException none) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes it without a DISCONNECT. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        codec.finishAndReleaseAll();
    }
}
