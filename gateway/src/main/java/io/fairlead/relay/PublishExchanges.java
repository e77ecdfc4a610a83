package io.fairlead.relay;

import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A client's own publishes of QoS 1 and 2, by packet id: those that the broker has, whose answers pass, and those that were
 * refused, which the gateway answers. One connection's; owned by its loop.
 *
 * <p>A repetition (DUP) of what the gateway has not seen is of an earlier connection, and the broker may have its id. What the
 * broker has was allowed when it came, so a repetition that is refused now still lets that exchange end: otherwise the broker
 * would take the next message of this id for the old one.
 */
final class PublishExchanges {

    private final Answers answers;
    private final DeniedPublish denied;
    /** At the broker, and not acknowledged to the end. */
    private final BitSet passed = new BitSet();
    /** MQTT 3.1.1: refused, with a PUBREL of the client to come. */
    private final BitSet refused = new BitSet();
    /** MQTT 5: released by the gateway, with a PUBCOMP of the broker to come. */
    private final BitSet settling = new BitSet();

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
     * Refuses a PUBLISH. One of QoS 0 is dropped; one whose id the broker has is dropped too, since the broker's answer to that
     * id comes.
     *
     * @throws MqttFault if the client is to be closed for it
     */
    Passage refuse(PublishFrame publish, Denial denial) {
        int id = publish.packetId();
        if (!answers.v5() && denied == DeniedPublish.DISCONNECT) {
            throw new MqttFault(ReasonCodes.pubAck(denial.reason()), denial.text());
        }
        if (publish.qos() == 0 || passed.get(id)) {
            return Passage.NOTHING;
        }
        if (publish.qos() == 1) {
            return Passage.toClient(answers.refuseQos1(id, denial));
        }
        return new Passage(settle(publish), answers.refuseQos2(id, denial));
    }

    /** Sees to it that nothing of an exchange stays open; returns what the broker is to get for it. */
    private @Nullable MqttMessage settle(PublishFrame publish) {
        int id = publish.packetId();
        if (answers.v5()) {
            if (!publish.isDup() || settling.get(id)) {
                return null;
            }
            settling.set(id);
            return Answers.pubRel(id);
        }
        if (!publish.isDup()) {
            refused.set(id);
        }
        return null;
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

    /** A PUBACK, PUBREC or PUBCOMP of the broker; returns whether the client gets it. */
    boolean passesToClient(MqttMessage answer) {
        int id = Answers.idOf(answer);
        MqttMessageType type = answer.fixedHeader().messageType();
        if (type == MqttMessageType.PUBCOMP && settling.get(id)) {
            settling.clear(id);
            return false;
        }
        if (type != MqttMessageType.PUBREC || Answers.codeOf(answer) >= ReasonCodes.UNSPECIFIED) {
            passed.clear(id);
        }
        return true;
    }

    /** Whether the client uses an id for a publish. */
    boolean uses(int packetId) {
        return passed.get(packetId) || refused.get(packetId) || settling.get(packetId);
    }
}
