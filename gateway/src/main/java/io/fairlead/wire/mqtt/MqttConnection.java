package io.fairlead.wire.mqtt;

import io.fairlead.identity.Peer;
import io.fairlead.shares.Visit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT client's connection, whatever carries it, as its session sees it: somewhere to write packets to. Every method is
 * called on {@link #loop()}. Nothing is written after {@link #close}.
 */
public interface MqttConnection {

    EventLoop loop();

    Peer peer();

    /** Its hold on the node. */
    default Visit visit() {
        return Visit.free();
    }

    /** Writes a packet. It leaves with the next {@link #flush()}. */
    void write(MqttMessage packet);

    /** Writes bytes of whole packets, and releases them. They leave with the next {@link #flush()}. */
    void write(ByteBuf bytes);

    void flush();

    /** Whether nothing stands between bytes and the socket, so that {@link #send} costs a system call and nothing else. */
    default boolean isClear() {
        return false;
    }

    /**
     * Sends bytes of whole packets that other connections are sent too, behind what was written before. What does not leave at
     * once leaves as soon as the client reads. The bytes are neither moved nor released.
     */
    default void send(ByteBuf shared) {
        write(shared.retainedDuplicate());
        flush();
    }

    /** Whether the client reads what it is sent; a change is told by {@link MqttSession#onWritabilityChanged}. */
    boolean isWritable();

    /** Bytes that were written and have not left yet. */
    long pendingBytes();

    /**
     * Sets how many bytes may be pending before {@link #isWritable} turns false; it turns true again at half of them.
     *
     * @param bytes at least 2
     */
    void writeAhead(long bytes);

    /**
     * Stops reading from the client, or goes on. While it is stopped no packet is handed over, even if it has been read, until
     * the connection is gone: what the client had sent by then still comes, and then {@link MqttSession#onClosed}. Time in
     * which it is stopped does not count against its keep-alive.
     */
    void pauseReading(boolean paused);

    /**
     * Sets the keep-alive that counts from now on, in seconds: a client that sends nothing for one and a half times as long is
     * closed (MQTT 5, section 3.1.2.10). Zero for none. Until it is called, that of CONNECT counts.
     */
    void keepAlive(int seconds);

    /**
     * Writes a last packet, sends everything, and closes. {@link MqttSession#onClosed} follows. Does nothing the second time.
     *
     * @param last a CONNACK that refuses, or a DISCONNECT (MQTT 5 only); null to close without a word
     */
    void close(@Nullable MqttMessage last);
}
