package io.fairlead.relay;

import io.fairlead.broker.packet.Dialer;
import io.fairlead.session.Reason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import org.jspecify.annotations.Nullable;

/** The client was let in and the broker is being reached; {@link Connecting} follows. Nothing is read from the client. */
final class Dialling extends Unanswered implements Dialer.Listener {

    private final Entry entry;
    private final MqttConnectMessage connect;
    private final BrokerLeg leg;
    private Dialer.@Nullable Dialing dialing;

    /** @param connect what the broker is to get */
    Dialling(Entry entry, MqttConnectMessage connect) {
        super(entry.around());
        this.entry = entry;
        this.connect = connect;
        this.leg = new BrokerLeg(entry.around().session());
    }

    void begin() {
        dialing = entry.around().relays().dialer().dial(entry.around().loop().group(), this, leg.handlers());
    }

    @Override
    public void onOpen(Channel channel) {
        if (entry.around().session().phase() != this) {
            ChannelFuture unused = channel.close();
            return;
        }
        Connecting next = new Connecting(entry, leg);
        entry.around().session().enter(next);
        next.begin(connect);
    }

    @Override
    public void onFailed(String why) {
        if (entry.around().session().phase() == this) {
            entry.refuse(Reason.BROKER_DOWN, why);
        }
    }

    @Override
    void onRevocations() {
        Denial revoked = entry.revoked();
        if (revoked != null) {
            cancel();
            entry.refuse(revoked.reason(), revoked.why());
        }
    }

    @Override
    void onDrain(long closeAtMillis) {
        cancel();
        entry.refuse(Reason.DRAINING, Reason.DRAINING.text());
    }

    @Override
    void onClosed() {
        cancel();
    }

    private void cancel() {
        if (dialing != null) {
            dialing.cancel();
        }
    }
}
