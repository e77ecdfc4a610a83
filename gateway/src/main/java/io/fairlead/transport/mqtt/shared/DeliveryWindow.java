package io.fairlead.transport.mqtt.shared;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The packet identifiers of the messages that a client has not acknowledged yet: no more of them than it takes (MQTT 5, section
 * 4.9). Nothing is sent again, since no session outlives its connection, so the messages themselves are not kept.
 */
final class DeliveryWindow {

    /** The most that are under way to a client that sets no bound, or a higher one. */
    static final int MOST = 1_024;

    private final int size;
    private @Nullable BitSet taken;
    private int count;
    private int last;

    /** @param receiveMaximum how many the client takes, at least 1 */
    DeliveryWindow(int receiveMaximum) {
        this.size = Math.min(MOST, receiveMaximum);
    }

    boolean isFull() {
        return count == size;
    }

    /**
     * Takes an identifier that is not in use, from 1 on.
     *
     * @throws IllegalStateException if the window is full
     */
    int take() {
        if (isFull()) {
            throw new IllegalStateException(
                    "the client has " + count + " messages to acknowledge, as many as it takes");
        }
        BitSet ids = taken;
        if (ids == null) {
            ids = new BitSet();
            taken = ids;
        }
        int next = ids.nextClearBit(last + 1);
        last = next <= size ? next : ids.nextClearBit(1);
        ids.set(last);
        count++;
        return last;
    }

    /** The client has acknowledged a message. One that was not under way is ignored. Returns whether it was. */
    boolean free(int packetId) {
        if (taken == null || !taken.get(packetId)) {
            return false;
        }
        taken.clear(packetId);
        count--;
        return true;
    }
}
