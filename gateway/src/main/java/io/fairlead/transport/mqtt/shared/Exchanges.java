package io.fairlead.transport.mqtt.shared;

import io.fairlead.wire.mqtt.MqttFault;
import java.util.BitSet;

/**
 * A client's publishes that are not answered to the end: how many there are, and where those of QoS 2 stand (MQTT 5, section
 * 4.3.3), so that each of these goes to the broker once.
 */
final class Exchanges {

    private final int receiveMaximum;
    private int open;

    /** QoS 2: those that the broker is asked about. */
    private final BitSet asked = new BitSet(0);
    /** QoS 2: those that the broker has; PUBREC was sent, and PUBREL is awaited. */
    private final BitSet received = new BitSet(0);

    /** What a PUBLISH of QoS 2 is. */
    enum Arrival {
        /** To be published. */
        NEW,
        /** A repetition; the answer to the first is still to come. */
        AWAITED,
        /** A repetition of what has been answered. */
        ANSWERED
    }

    /** @param receiveMaximum how many may be open; 0 for no bound (MQTT 3.1.1) */
    Exchanges(int receiveMaximum) {
        this.receiveMaximum = receiveMaximum;
    }

    /** A PUBLISH of QoS 1 came. */
    void begin() {
        open++;
        if (receiveMaximum > 0 && open > receiveMaximum) {
            throw new MqttFault(
                    MqttFault.RECEIVE_MAXIMUM_EXCEEDED,
                    "more than " + receiveMaximum
                            + " publishes that have no answer yet; CONNACK says how many there may be");
        }
    }

    /** A PUBLISH of QoS 2 came. */
    Arrival begin(int packetId) {
        if (received.get(packetId)) {
            return Arrival.ANSWERED;
        }
        if (asked.get(packetId)) {
            return Arrival.AWAITED;
        }
        begin();
        asked.set(packetId);
        return Arrival.NEW;
    }

    /** A PUBLISH of QoS 1 is answered, or one of QoS 2 for good, by a refusal. */
    void end(int packetId) {
        asked.clear(packetId);
        open--;
    }

    /** The broker has a PUBLISH of QoS 2. */
    void received(int packetId) {
        asked.clear(packetId);
        received.set(packetId);
    }

    /** PUBREL came. Returns whether it ends an exchange. */
    boolean release(int packetId) {
        if (!received.get(packetId)) {
            return false;
        }
        received.clear(packetId);
        open--;
        return true;
    }
}
