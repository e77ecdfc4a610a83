package io.fairlead.broker.hivemq;

import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.MqttVersion;
import io.fairlead.topic.Message;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Ends a session on a broker in MQTT 3.1.1, where only a connection with clean session can, which then keeps none: it
 * connects so and leaves. A failure is none of its business; the connection that follows meets it too.
 */
final class SessionWipe implements ClientEvents {

    private final Runnable done;
    private @Nullable VersionedClient client;

    private SessionWipe(Runnable done) {
        this.done = done;
    }

    /** Ends the session; {@code done} is called on the loop, in any case. */
    static void run(ClientSetup setup, BrokerAddress address, InetSocketAddress resolved, Runnable done) {
        SessionWipe wipe = new SessionWipe(done);
        VersionedClient client = setup.client(MqttVersion.V3_1_1, address, resolved, wipe);
        wipe.client = client;
        client.connect(true);
    }

    @Override
    public void onConnected(ConnAck connAck) {
        if (client != null) {
            client.disconnect(false, () -> {});
        }
    }

    @Override
    public void onDisconnected(Throwable cause, MqttClientReconnector reconnector) {
        done.run();
    }

    @Override
    public void onMessage(Message message, @Nullable Runnable acknowledge) {}
}
