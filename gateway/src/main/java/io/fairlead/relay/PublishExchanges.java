package io.fairlead.relay;

import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A client's own publishes of QoS 1 and 2, by packet id: those that the broker has, whose answers pass, and those that were
 * refused, which the gateway answers. One connection's; owned by its loop.
 *
 * <p>A repetition (DUP) of what the gateway has not seen is of an earlier connection, and the broker may have its id. What the
 * broker has was allowed when it came, so a repetition that is refused now still lets that exchange end: otherwise the broker
 * would take the next message of this id for the old one. Should the refusal be lost with the connection, and the right come
 * back, the message is published a second time.
 */
final class PublishExchanges {

    private final Answers answers;
    private final DeniedPublish denied;
    /** At the broker, and not acknowledged to the end. */
    private final BitSet passed = new BitSet();
    /** Acknowledged here, with a PUBREL of the client to come: in MQTT 3.1.1 what was refused, and what is the gateway's own. */
    private final BitSet refused = new BitSet();
    /** MQTT 5: released by the gateway, with a PUBCOMP of the broker to come, and what the client gets then. */
    private final Map<Integer, MqttMessage> settling = new HashMap<>(0);

    /** @param denied what counts in MQTT 3.1.1 */
    PublishExchanges(Answers answers, DeniedPublish denied) {
        this.answers = answers;
        this.denied = denied;
    }

    /** Whether a PUBLISH repeats one that was refused: it is refused again, whatever may be allowed now. */
    boolean repeatsRefused(PublishFrame publish) {
        return publish.isDup() && publish.qos() == 2 && refused.get(publish.packetId());
    }

    /** A PUBLISH goes to the broker. */
    void pass(PublishFrame publish) {
        if (publish.qos() > 0) {
            passed.set(publish.packetId());
            refused.clear(publish.packetId());
        }
    }

    /**
     * Refuses a PUBLISH. One of QoS 0 is dropped; a repetition of one that the broker has is dropped too, since the broker's
     * answer comes.
     *
     * @throws MqttFault if the client is to be closed for it
     */
    Passage refuse(PublishFrame publish, Denial denial) {
        int id = publish.packetId();
        if (!answers.v5() && denied == DeniedPublish.DISCONNECT) {
            throw new MqttFault(ReasonCodes.pubAck(denial.reason()), denial.text());
        }
        if (publish.qos() == 0 || (publish.isDup() && passed.get(id))) {
            return Passage.NOTHING;
        }
        if (publish.qos() == 1) {
            return Passage.toClient(answers.refuseQos1(id, denial));
        }
        if (answers.v5() && publish.isDup()) {
            return settle(id, denial);
        }
        if (!answers.v5() && !publish.isDup()) {
            refused.set(id);
        }
        return Passage.toClient(answers.refuseQos2(id, denial));
    }

    /** Lets the exchange end at the broker first: a client that was told its end already would use the id again. */
    private Passage settle(int id, Denial denial) {
        boolean isNew = settling.putIfAbsent(id, answers.refuseQos2(id, denial)) == null;
        return isNew ? Passage.toBroker(Answers.pubRel(id)) : Passage.NOTHING;
    }

    /** A PUBLISH is the gateway's own affair, and goes no further; it is acknowledged by who has to do with it. */
    void keep(PublishFrame publish) {
        if (publish.qos() == 2) {
            refused.set(publish.packetId());
        }
    }

    /** One that was kept is refused; in MQTT 5 the exchange is over with it. */
    void refuseKept(int packetId) {
        if (answers.v5()) {
            refused.clear(packetId);
        }
    }

    /** A PUBREL of the client. */
    Passage onPubRel(MqttMessage pubRel) {
        int id = Answers.idOf(pubRel);
        if (!refused.get(id)) {
            return Passage.toBroker(pubRel);
        }
        refused.clear(id);
        return Passage.toClient(Answers.pubComp(id));
    }

    /** A PUBACK, PUBREC or PUBCOMP of the broker; returns what the client gets for it. */
    MqttMessage onAnswer(MqttMessage answer) {
        int id = Answers.idOf(answer);
        MqttMessageType type = answer.fixedHeader().messageType();
        MqttMessage refusal = type == MqttMessageType.PUBCOMP ? settling.remove(id) : null;
        if (refusal != null) {
            return refusal;
        }
        if (type != MqttMessageType.PUBREC || Answers.codeOf(answer) >= ReasonCodes.UNSPECIFIED) {
            passed.clear(id);
        }
        return answer;
    }

    /** Whether the client uses an id for a publish. */
    boolean uses(int packetId) {
        return passed.get(packetId) || refused.get(packetId) || settling.containsKey(packetId);
    }
}
