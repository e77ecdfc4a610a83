package io.fairlead.broker.packet;

import io.fairlead.topic.Qos;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which packet ids of the broker's are not acknowledged, and how far QoS 2 has come with each. */
final class Receipts {

    // For the life of a connection
    private final Map<Integer, Qos> unacknowledged = new HashMap<>(4);

    // For the life of the session, as long as no other link can have had it in between
    private final Set<Integer> unreleased = new HashSet<>(4);

    /**
     * A message came.
     *
     * @return whether it is to be handed on; otherwise it is a QoS 2 message that was acknowledged before, and only the
     *     PUBREC was lost
     */
    boolean received(int packetId, Qos qos, boolean dup) {
        if (qos == Qos.EXACTLY_ONCE && unreleased.contains(packetId)) {
            if (dup) {
                return false;
            }
            unreleased.remove(packetId);
        }
        if (qos != Qos.AT_MOST_ONCE) {
            unacknowledged.put(packetId, qos);
        }
        return true;
    }

    /** Takes an acknowledgement of the client's; returns the QoS to answer for, or null if nothing is to be answered. */
    @Nullable
    Qos acknowledge(int packetId) {
        Qos qos = unacknowledged.remove(packetId);
        if (qos == Qos.EXACTLY_ONCE) {
            unreleased.add(packetId);
        }
        return qos;
    }

    /** The broker has released a QoS 2 message. */
    void released(int packetId) {
        unreleased.remove(packetId);
    }

    void connectionLost() {
        unacknowledged.clear();
    }

    /** The session is another one, or another link may go on with it: packet ids mean something else from now on. */
    void sessionLeft() {
        unacknowledged.clear();
        unreleased.clear();
    }
}
