package io.fairlead.broker.packet;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;

/** Hands the packets of a connection that is up to its listener. CONNACK and DISCONNECT are the connection's own. */
final class Dispatch {

    private final ConnectionListener listener;
    private final boolean v5;

    Dispatch(ConnectionListener listener, boolean v5) {
        this.listener = listener;
        this.v5 = v5;
    }

    /** @throws BrokerFault if a client is not sent such a packet */
    void take(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> publish((MqttPublishMessage) packet);
            case PUBREL -> listener.onRelease(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
            case SUBACK -> {
                MqttSubAckMessage subAck = (MqttSubAckMessage) packet;
                listener.onSubscribed(subAck.variableHeader().messageId(), ReceivedPackets.outcomes(subAck, v5));
            }
            case UNSUBACK -> {
                MqttUnsubAckMessage unsubAck = (MqttUnsubAckMessage) packet;
                listener.onUnsubscribed(unsubAck.variableHeader().messageId(), ReceivedPackets.confirms(unsubAck));
            }
            case PINGRESP -> {}
            default -> throw unexpected(packet);
        }
    }

    private void publish(MqttPublishMessage publish) {
        boolean answered = publish.fixedHeader().qosLevel().value() > 0;
        listener.onMessage(
                ReceivedPackets.message(publish),
                answered ? publish.variableHeader().packetId() : 0,
                answered && publish.fixedHeader().isDup());
    }

    static BrokerFault unexpected(MqttMessage packet) {
        return new BrokerFault(
                BrokerFault.PROTOCOL_ERROR, "a " + packet.fixedHeader().messageType() + " that has no place there");
    }

    /** @throws BrokerFault if the codec could not read the packet */
    static void requireReadable(MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            throw new BrokerFault(
                    BrokerFault.MALFORMED_PACKET,
                    "what is no MQTT: " + packet.decoderResult().cause().getMessage());
        }
    }
}
