package io.fairlead.relay;

import io.fairlead.wire.mqtt.MqttFault;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;

/**
 * The packets that pass between client and broker beside PUBLISH and those that begin or end a connection: each goes on as it
 * came, unless the gateway has its own part in that exchange. Owned by the client's loop.
 */
final class PacketExchange {

    private final Entry entry;
    private final BrokerLeg leg;
    private final PublishExchanges exchanges;
    private final WithheldDeliveries deliveries;
    private final Subscriptions subscriptions;
    private final Runnable subscriptionsChanged;

    /** @param subscriptionsChanged is called when a message may have another name than before */
    PacketExchange(
            Entry entry,
            BrokerLeg leg,
            PublishExchanges exchanges,
            WithheldDeliveries deliveries,
            Subscriptions subscriptions,
            Runnable subscriptionsChanged) {
        this.entry = entry;
        this.leg = leg;
        this.exchanges = exchanges;
        this.deliveries = deliveries;
        this.subscriptions = subscriptions;
        this.subscriptionsChanged = subscriptionsChanged;
    }

    void onClientPacket(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBACK, PINGREQ -> leg.write(packet);
            case PUBREC, PUBCOMP -> {
                deliveries.onAnswer(packet);
                leg.write(packet);
            }
            case PUBREL -> carry(exchanges.onPubRel(packet));
            case SUBSCRIBE -> changed(subscriptions.onSubscribe((MqttSubscribeMessage) packet));
            case UNSUBSCRIBE -> changed(subscriptions.onUnsubscribe((MqttUnsubscribeMessage) packet));
            default -> throw MqttFault.protocol("a " + packet.fixedHeader().messageType() + " of a client");
        }
    }

    void onBrokerPacket(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBACK, PUBREC, PUBCOMP -> entry.around().client().write(exchanges.onAnswer(packet));
            case PUBREL -> carry(deliveries.onPubRel(packet));
            case SUBACK -> {
                entry.around().client().write(subscriptions.onSubAck((MqttSubAckMessage) packet));
                answered();
            }
            case UNSUBACK -> {
                MqttMessage told = subscriptions.onUnsubAck((MqttUnsubAckMessage) packet);
                if (told != null) {
                    entry.around().client().write(told);
                }
                answered();
            }
            default -> throw MqttFault.protocol("a " + packet.fixedHeader().messageType() + " of the broker");
        }
    }

    private void changed(Passage passage) {
        carry(passage);
        subscriptionsChanged.run();
        entry.reading().set(ClientReading.Hindrance.UNANSWERED, subscriptions.isFull());
    }

    private void answered() {
        subscriptionsChanged.run();
        entry.reading().set(ClientReading.Hindrance.UNANSWERED, subscriptions.isFull());
    }

    /** Sends what a decision says. */
    void carry(Passage passage) {
        if (passage.toBroker() != null) {
            leg.write(passage.toBroker());
        }
        if (passage.toClient() != null) {
            entry.around().client().write(passage.toClient());
        }
    }
}
