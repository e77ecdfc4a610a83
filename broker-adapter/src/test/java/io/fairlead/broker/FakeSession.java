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

    final String clientId;
    final Map<TopicFilter, Subscription> subscriptions = new LinkedHashMap<>();

    /** The connection that serves the session now. */
    @Nullable
    FakeConnection connection;

    /** Whether the client that was connected last asked for retain-as-published. */
    boolean retainAsPublished;

    private boolean held;

    private final Deque<Message> waiting = new ArrayDeque<>();
    private final List<Delivery> unacknowledged = new ArrayList<>();

    /** One message under way to the client. */
    static final class Delivery {
        final Message message;
        boolean acknowledged;

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
        waiting.add(message);
        sendWhatFits();
    }

    /** Sends everything again that was not acknowledged, and then what waits. */
    void resume(FakeConnection by) {
        connection = by;
        retainAsPublished = by.link.options.retainAsPublished();
        for (int i = unacknowledged.size() - 1; i >= 0; i--) {
            waiting.addFirst(unacknowledged.get(i).message);
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
            Delivery next = new Delivery(waiting.peek());
            if (next.message.qos() != Qos.AT_MOST_ONCE) {
                if (unacknowledged.size() >= connection.window()) {
                    return;
                }
                unacknowledged.add(next);
            }
            waiting.remove();
            connection.deliver(next);
        }
    }
}
