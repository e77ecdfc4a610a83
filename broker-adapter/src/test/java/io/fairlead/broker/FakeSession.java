package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the fake broker keeps for one client id, across its connections: subscriptions, messages that wait, messages that
 * are not acknowledged. Guarded by the broker's lock.
 */
final class FakeSession {

    private static final int LAST_PACKET_ID = 65_535;

    final String clientId;
    final Map<TopicFilter, Subscription> subscriptions = new LinkedHashMap<>();

    /** The connection that serves the session now. */
    @Nullable
    FakeConnection connection;

    /** Whether the client that was connected last asked for retain-as-published. */
    boolean retainAsPublished;

    private boolean held;
    private int lastPacketId;

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final List<Delivery> unacknowledged = new ArrayList<>();

    /** One message on its way to the client. */
    static final class Delivery {
        final Message message;
        /** What it is acknowledged by; 0 before it was sent, and for QoS 0. */
        int packetId;

        private boolean acknowledged;

        Delivery(Message message) {
            this.message = message;
        }
    }

    FakeSession(String clientId) {
        this.clientId = clientId;
    }

    /** Sends it, or keeps it: QoS 0 for a client that is away is dropped. */
    void offer(Message message) {
        if (connection == null && message.qos() == Qos.AT_MOST_ONCE) {
            return;
        }
        waiting.add(new Delivery(message));
        sendWhatFits();
    }

    /** Sends everything again that was not acknowledged, and then what waits. */
    void resume(FakeConnection by) {
        connection = by;
        retainAsPublished = by.end.options().retainAsPublished();
        for (int i = unacknowledged.size() - 1; i >= 0; i--) {
            unacknowledged.get(i).acknowledged = false;
            waiting.addFirst(unacknowledged.get(i));
        }
        unacknowledged.clear();
        sendWhatFits();
    }

    /** Takes an acknowledgement; those behind one that is held back have no effect yet. */
    void acknowledge(Delivery delivery) {
        delivery.acknowledged = true;
        while (!unacknowledged.isEmpty() && unacknowledged.get(0).acknowledged) {
            unacknowledged.remove(0);
        }
        sendWhatFits();
    }

    /** Takes an acknowledgement by packet id, which has its effect whatever comes before it. */
    void acknowledge(int packetId) {
        unacknowledged.removeIf(delivery -> delivery.packetId == packetId);
        sendWhatFits();
    }

    /** Sends nothing for now. */
    void hold() {
        held = true;
    }

    /** Sends again. */
    void release() {
        held = false;
        sendWhatFits();
    }

    private void sendWhatFits() {
        while (!held && connection != null && !waiting.isEmpty()) {
            Delivery next = waiting.element();
            boolean repeat = next.packetId != 0;
            if (next.message.qos() != Qos.AT_MOST_ONCE) {
                if (unacknowledged.size() >= connection.window) {
                    return;
                }
                next.packetId = repeat ? next.packetId : freePacketId();
                unacknowledged.add(next);
            }
            waiting.remove();
            connection.deliver(next, repeat);
        }
    }

    private int freePacketId() {
        do {
            lastPacketId = lastPacketId == LAST_PACKET_ID ? 1 : lastPacketId + 1;
        } while (isTaken(lastPacketId));
        return lastPacketId;
    }

    private boolean isTaken(int packetId) {
        return unacknowledged.stream().anyMatch(d -> d.packetId == packetId)
                || waiting.stream().anyMatch(d -> d.packetId == packetId);
    }
}
