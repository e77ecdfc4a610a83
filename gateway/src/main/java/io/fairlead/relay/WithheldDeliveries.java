package io.fairlead.relay;

import io.fairlead.wire.mqtt.PublishFrame;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.BitSet;

/**
 * Messages of the broker that the client may not have, which the gateway acknowledges in its place. The client knows nothing of
 * them, and their packet ids may come again for messages it gets. One connection's; owned by its loop.
 *
 * <p>A repetition (DUP) of what the gateway has not seen is of an earlier connection, and the client may have had it then. It is
 * withheld, but its release passes, so that the client forgets the id too: otherwise it would take the next message of this id
 * for the old one. A client that never had it answers all the same (MQTT 5, section 4.3.3).
 */
final class WithheldDeliveries {

    /** Of QoS 2: the client has the message, and has not acknowledged it to the end. */
    private final BitSet delivered = new BitSet();
    /** Of QoS 2: acknowledged by the gateway, with a PUBREL of the broker to come. */
    private final BitSet withheld = new BitSet();

    /** Whether a message repeats one that was withheld: it is withheld again, whatever may be allowed now. */
    boolean repeatsWithheld(PublishFrame message) {
        return message.isDup() && message.qos() == 2 && withheld.get(message.packetId());
    }

    /** A message goes to the client. */
    void deliver(PublishFrame message) {
        if (message.qos() == 2) {
            delivered.set(message.packetId());
            withheld.clear(message.packetId());
        }
    }

    /** A message does not go to the client; returns what the broker gets for it. */
    Passage withhold(PublishFrame message) {
        int id = message.packetId();
        if (message.qos() < 2) {
            return message.qos() == 0 ? Passage.NOTHING : Passage.toBroker(Answers.pubAck(id));
        }
        if (message.isDup() && delivered.get(id)) {
            return Passage.NOTHING;
        }
        if (!message.isDup()) {
            delivered.clear(id);
            withheld.set(id);
        }
        return Passage.toBroker(Answers.pubRec(id));
    }

    /** A PUBREL of the broker. */
    Passage onPubRel(MqttMessage pubRel) {
        int id = Answers.idOf(pubRel);
        if (!withheld.get(id)) {
            return Passage.toClient(pubRel);
        }
        withheld.clear(id);
        return Passage.toBroker(Answers.pubComp(id));
    }

    /** A PUBREC or PUBCOMP of the client goes to the broker. */
    void onAnswer(MqttMessage answer) {
        boolean over = answer.fixedHeader().messageType() == MqttMessageType.PUBCOMP
                || Answers.codeOf(answer) >= ReasonCodes.UNSPECIFIED;
        if (over) {
            delivered.clear(Answers.idOf(answer));
        }
    }
}
