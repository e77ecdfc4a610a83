package io.fairlead.relay;

import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.MqttSession;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * One client and its connection to the broker. {@link Arriving} until CONNECT, {@link Admitting} until it is known who it is,
 * {@link Dialling} until the broker is reached, {@link Connecting} until the broker has accepted, {@link Relaying} then;
 * {@link Over} from any of them. Both legs live on one loop, and so does this.
 */
final class RelaySession implements MqttSession, BrokerLeg.Listener {

    private final LastWords lastWords = new LastWords();
    private final Surroundings around;
    private Phase phase;
    private boolean clientIsGone;

    RelaySession(Relays relays, RelayLoop loop, MqttConnection client) {
        this.around = new Surroundings(relays, loop, client, this, lastWords);
        this.phase = new Arriving(around);
        around.roster().add(this);
        loop.meters().sessions.increment();
    }

    void enter(Phase next) {
        phase = next;
        if (next == Over.INSTANCE) {
            lastWords.forget();
            around.roster().remove(this);
        }
    }

    Phase phase() {
        return phase;
    }

    // ---- The client

    @Override
    public void onConnect(MqttConnectMessage connect) {
        phase.onConnect(connect);
    }

    @Override
    public void onPublish(PublishFrame publish) {
        phase.onPublish(publish);
    }

    @Override
    public void onPacket(MqttMessage packet) {
        phase.onPacket(packet);
    }

    @Override
    public void onReadComplete() {
        phase.onReadComplete();
    }

    @Override
    public void onWritabilityChanged() {
        phase.onWritability();
    }

    @Override
    public void onDrain(long closeAtMillis) {
        phase.onDrain(closeAtMillis);
    }

    /** Credentials were revoked, and they may be this client's. */
    void onRevocations() {
        phase.onRevocations();
    }

    @Override
    public void onClosed(@Nullable MqttFault fault) {
        around.loop().meters().sessions.add(-1);
        clientIsGone = true;
        if (fault != null || !phase.outlivesClient()) {
            end();
        }
    }

    private void end() {
        Phase last = phase;
        enter(Over.INSTANCE);
        last.onClosed();
    }

    /** The broker hears the client from now on. One that has left is heard to its end, and the session ends with it. */
    void onAnswered() {
        if (!clientIsGone) {
            return;
        }
        try {
            lastWords.sayTo(this);
        } catch (MqttFault fault) {
            // There is nobody left to tell.
        } finally {
            end();
        }
    }

    // ---- The broker

    @Override
    public void onBrokerPublish(PublishFrame publish) {
        phase.onBrokerPublish(publish);
    }

    @Override
    public void onBrokerPacket(MqttMessage packet) {
        phase.onBrokerPacket(packet);
    }

    @Override
    public void onBrokerReadComplete() {
        phase.onBrokerReadComplete();
    }

    @Override
    public void onBrokerWritability() {
        phase.onBrokerWritability();
    }

    @Override
    public void onBrokerFault(MqttFault fault) {
        phase.onBrokerFault(fault);
    }

    @Override
    public void onGatewayFailure() {
        phase.onGatewayFailure();
    }

    @Override
    public void onBrokerLost(@Nullable Throwable cause) {
        phase.onBrokerLost(cause);
    }
}
