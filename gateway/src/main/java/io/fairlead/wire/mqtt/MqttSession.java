package io.fairlead.wire.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind one MQTT client's connection. Every method is called on the connection's loop. What is handed over has
 * passed {@code PacketRules}: it is well-formed by itself. A session that finds a packet out of place throws an
 * {@link MqttFault}; the connection answers it as MQTT says and closes.
 */
public interface MqttSession {

    /** Makes the session of a new connection. */
    interface Factory {
        MqttSession create(MqttConnection connection);
    }

    /** The first packet; comes once. The message is valid during the call only. */
    void onConnect(MqttConnectMessage connect);

    /** A PUBLISH of the client; valid during the call only, unless it is retained. */
    void onPublish(PublishFrame publish);

    /** Any other packet of the client, PINGREQ and DISCONNECT with them; never CONNECT. */
    void onPacket(MqttMessage packet);

    /** All that had come was handed over; a good moment to flush. */
    void onReadComplete();

    /** {@link MqttConnection#isWritable} has changed; may come amid a call of {@code write}. */
    void onWritabilityChanged();

    /** The node goes down: the client is to be gone by then, in milliseconds since 1970. Comes once at most. */
    void onDrain(long closeAtMillis);

    /**
     * The connection is gone or going; called exactly once, and nothing after it.
     *
     * @param fault what the client did wrong, where that is why; the connection has answered it
     */
    void onClosed(@Nullable MqttFault fault);
}
