package io.fairlead.relay;

import io.fairlead.broker.connect.NetworkFailures;
import io.fairlead.identity.Identity;
import io.fairlead.session.Reason;
import io.fairlead.session.UserShare;
import io.fairlead.topicmap.Topics;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The broker has accepted the client: packets pass both ways until one of the legs ends. There is no queue: the client is not
 * read while the broker does not take, and the broker not while the client does not.
 */
final class Relaying extends Phase implements Upward.Outlet {

    private final Entry entry;
    private final MqttConnection client;
    private final BrokerLeg leg;
    private final BrokerTerms terms;
    private final PublishExchanges exchanges;
    private final WithheldDeliveries deliveries = new WithheldDeliveries();
    private final Subscriptions subscriptions;
    private final Upward upward;
    private final Downward downward;
    private final PacketExchange packets;
    private final Tokens tokens;
    private final Pulse pulse;
    private final Tempo tempo;
    private Topics map;
    private @Nullable ScheduledFuture<?> drain;

    /** @param resumed whether the broker had kept a session of the client's */
    Relaying(Entry entry, BrokerLeg leg, BrokerTerms terms, boolean resumed) {
        this.entry = entry;
        this.client = entry.around().client();
        this.leg = leg;
        this.terms = terms;
        Rights rights = entry.rights();
        this.map = rights.topics();
        Wishes wishes = entry.wishes();
        Answers answers = new Answers(wishes.v5(), wishes.explains(), wishes.largest());
        this.exchanges = new PublishExchanges(answers, entry.around().settings().denied());
        this.subscriptions = new Subscriptions(
                rights, answers, resumed, entry.around().settings().subscriptions(), exchanges::uses, entry::deny);
        ResponseTopics responses =
                new ResponseTopics(rights, entry.around().settings().prefix());
        this.tempo = tempo(entry, rights.identity());
        this.upward = new Upward(
                entry, terms, exchanges, responses, new FrameWriter(leg.allocator(), leg::write), tempo, this);
        this.downward = new Downward(
                entry,
                new DeliveryNames(rights, subscriptions.filters(), resumed),
                deliveries,
                responses,
                new FrameWriter(leg.allocator(), client::write),
                this::onWithheld);
        this.packets = new PacketExchange(entry, leg, exchanges, deliveries, subscriptions, downward::forget);
        this.tokens = new Tokens(
                entry, leg.allocator(), exchanges, answers, subscriptions::wantsNotices, this::onRenewed, this::end);
        this.pulse = new Pulse(leg, client.loop(), entry.around()::nowMillis, keepAlive(terms, wishes));
    }

    private static Tempo tempo(Entry entry, Identity identity) {
        RelaySettings settings = entry.around().settings();
        Relays relays = entry.around().relays();
        UserShare share =
                identity.user() == null ? UserShare.UNLIMITED : relays.users().enter(identity.user());
        return new Tempo(settings.rates(), settings.subscriptions(), share, relays.meters(), relays.clock());
    }

    private static int keepAlive(BrokerTerms terms, Wishes wishes) {
        return terms.keepAlive() >= 0 ? terms.keepAlive() : wishes.keepAlive();
    }

    void begin(MqttMessage connAck) {
        client.write(connAck);
        client.flush();
        if (terms.keepAlive() >= 0) {
            client.keepAlive(terms.keepAlive());
        }
        entry.reading().set(ClientReading.Hindrance.CONNECTING, false);
        entry.around().loop().meters().relayConnections.increment();
        tokens.begin();
    }

    // ---- The client

    @Override
    void onPublish(PublishFrame publish) {
        lookAtMap();
        int before = leg.written();
        upward.onPublish(publish);
        pulse.onPacket(leg.written() != before);
    }

    @Override
    public void onRefused(PublishFrame publish, Denial denial) {
        entry.deny(denial);
        packets.carry(exchanges.refuse(publish, denial));
    }

    @Override
    public void onFreshToken(PublishFrame publish) {
        tokens.onPublish(publish);
    }

    @Override
    public void onTooFast(long millis) {
        entry.reading().restFor(millis);
        pulse.restFor(millis);
    }

    @Override
    void onPacket(MqttMessage packet) {
        lookAtMap();
        int before = leg.written();
        carry(packet);
        pulse.onPacket(leg.written() != before);
        long rest = tempo.packet(packet);
        if (rest > 0 && entry.around().session().phase() == this) {
            onTooFast(rest);
        }
    }

    private void carry(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case DISCONNECT -> {
                stop();
                leg.leave(packet);
                client.close(null);
            }
            case AUTH -> {
                if (entry.guest().authenticatesWithBroker()) {
                    leg.write(packet);
                } else {
                    tokens.onAuth(packet);
                }
            }
            default -> packets.onClientPacket(packet);
        }
    }

    @Override
    void onReadComplete() {
        flush();
    }

    @Override
    void onWritability() {
        leg.pauseReading(!client.isWritable());
    }

    @Override
    void onClosed() {
        stop();
        leg.cut();
    }

    // ---- The broker

    @Override
    public void onBrokerPublish(PublishFrame publish) {
        lookAtMap();
        tempo.delivered(publish.qos());
        downward.onPublish(publish);
    }

    private void onWithheld(PublishFrame publish, Denial denial) {
        entry.deny(denial);
        packets.carry(deliveries.withhold(publish));
    }

    @Override
    public void onBrokerPacket(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case DISCONNECT -> {
                stop();
                client.close(Goodbyes.brokerDisconnect(entry.wishes(), packet));
                leg.cut();
            }
            case AUTH -> {
                if (!entry.guest().authenticatesWithBroker()) {
                    throw MqttFault.protocol("an AUTH that nobody asked for");
                }
                client.write(packet);
            }
            case PINGRESP -> {
                if (!pulse.takeAnswer()) {
                    client.write(packet);
                }
            }
            default -> packets.onBrokerPacket(packet);
        }
    }

    @Override
    public void onBrokerReadComplete() {
        flush();
    }

    @Override
    public void onBrokerWritability() {
        entry.reading().set(ClientReading.Hindrance.BROKER_SLOW, !leg.isWritable());
    }

    @Override
    public void onBrokerFault(MqttFault fault) {
        stop();
        entry.around()
                .close(entry.wishes(), Reason.BROKER_DOWN, "the broker sent what MQTT does not allow: " + fault.why());
        if (entry.wishes().v5()) {
            leg.leave(Goodbyes.disconnect(fault.code(), MqttProperties.NO_PROPERTIES));
        } else {
            leg.cut();
        }
    }

    @Override
    public void onGatewayFailure() {
        end(Reason.INTERNAL, Reason.INTERNAL.text());
    }

    @Override
    public void onBrokerLost(@Nullable Throwable cause) {
        stop();
        String why = "the broker closed the connection"
                + (cause == null ? "" : " (" + NetworkFailures.message(cause) + ")")
                + " and did not say why: it may have been stopped, or another client has come with the same user and id";
        entry.around().close(entry.wishes(), Reason.BROKER_DOWN, why);
    }

    // ---- What the gateway does of itself

    /** Another map may have come into force: it counts from the next packet on. */
    private void lookAtMap() {
        Topics now = entry.rights().topics();
        if (now != map) {
            map = now;
            onOtherRights();
        }
    }

    private void onRenewed(Identity identity) {
        entry.rights().identity(identity);
        onOtherRights();
    }

    private void onOtherRights() {
        upward.forget();
        downward.forget();
        Subscriptions.Recheck recheck = subscriptions.recheck();
        recheck.ended().forEach(ended -> entry.deny(ended.denial()));
        recheck.ended().forEach(ended -> tokens.tellEnded(ended));
        recheck.toBroker().forEach(leg::write);
        flush();
    }

    @Override
    void onRevocations() {
        Denial revoked = entry.revoked();
        if (revoked != null) {
            end(revoked.reason(), revoked.why());
        }
    }

    /** Ends the session for a reason of the gateway's: the broker publishes the will. */
    private void end(Reason reason, String why) {
        stop();
        entry.around().close(entry.wishes(), reason, why);
        if (entry.wishes().v5()) {
            leg.leave(Goodbyes.disconnect(Goodbyes.WITH_WILL, MqttProperties.NO_PROPERTIES));
        } else {
            leg.cut();
        }
    }

    /** Clients go one after the other over the time there is; without a will, since they were sent elsewhere. */
    @Override
    void onDrain(long closeAtMillis) {
        long left = Math.max(0, closeAtMillis - entry.around().nowMillis());
        long delay = left / 4 + ThreadLocalRandom.current().nextLong(left / 4 + 1);
        tokens.tellDraining(delay);
        flush();
        drain = client.loop().schedule(this::leaveForDrain, delay, TimeUnit.MILLISECONDS);
    }

    private void leaveForDrain() {
        stop();
        entry.around().close(entry.wishes(), Reason.DRAINING, Reason.DRAINING.text());
        leg.leave(Goodbyes.disconnect());
    }

    private void stop() {
        entry.around().over();
        entry.around().loop().meters().relayConnections.add(-1);
        entry.reading().stop();
        pulse.stop();
        tokens.stop();
        leaveShare();
        if (drain != null) {
            drain.cancel(false);
        }
    }

    private void leaveShare() {
        String user = entry.rights().identity().user();
        if (user != null) {
            entry.around().relays().users().leave(user);
        }
    }

    private void flush() {
        leg.flush();
        client.flush();
    }
}
