package io.fairlead.broker.hivemq;

import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import io.fairlead.topic.Message;
import org.jspecify.annotations.Nullable;

/** What a {@link VersionedClient} tells, on the link's loop. */
interface ClientEvents {

    void onConnected(ConnAck connAck);

    /** A connection has ended or an attempt has failed. Nothing else is done unless the reconnector is told to. */
    void onDisconnected(Throwable cause, MqttClientReconnector reconnector);

    /** {@code acknowledge} is null for QoS 0. */
    void onMessage(Message message, @Nullable Runnable acknowledge);
}
