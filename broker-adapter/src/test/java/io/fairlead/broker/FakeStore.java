package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the fake broker keeps, whoever is connected: sessions by client id and retained messages, and how a message gets
 * from the ones to the others. Guarded by the broker's lock.
 */
final class FakeStore {

    private final MqttVersion version;
    private final Map<String, FakeSession> sessions = new LinkedHashMap<>();
    private final Map<TopicName, Message> retained = new LinkedHashMap<>();
    private boolean copyForEachFilter;

    FakeStore(MqttVersion version) {
        this.version = version;
    }

    void copyForEachFilter(boolean copies) {
        copyForEachFilter = copies;
    }

    @Nullable
    FakeSession find(String clientId) {
        return sessions.get(clientId);
    }

    /** The session of a client id, a new one if it has none or is to start clean. */
    FakeSession take(String clientId, boolean clean) {
        if (clean) {
            sessions.remove(clientId);
        }
        return sessions.computeIfAbsent(clientId, FakeSession::new);
    }

    void remove(String clientId) {
        sessions.remove(clientId);
    }

    /** Forgets the sessions that nobody is connected to. */
    void loseSessions() {
        sessions.values().removeIf(session -> session.connection == null);
    }

    Collection<FakeSession> all() {
        return List.copyOf(sessions.values());
    }

    Set<TopicFilter> filtersOf(String clientId) {
        FakeSession session = sessions.get(clientId);
        return session == null ? Set.of() : Set.copyOf(session.subscriptions.keySet());
    }

    /** Hands a message to every session that asks for it; false if none does. */
    boolean route(Message message) {
        if (message.retain() && message.payload().length == 0) {
            retained.remove(message.topic());
        } else if (message.retain()) {
            retained.put(message.topic(), message);
        }
        boolean copies = copyForEachFilter && version == MqttVersion.V5;
        boolean matched = false;
        for (FakeSession session : all()) {
            matched |= FakeRouting.offer(session, message, copies, version);
        }
        return matched;
    }

    /** Sends the retained messages that a new subscription asks for. */
    void replay(FakeSession session, Subscription subscription) {
        if (!subscription.replayRetained() && version == MqttVersion.V5) {
            return;
        }
        for (Message message : retained.values()) {
            if (subscription.filter().matches(message.topic())) {
                session.offer(FakeRouting.copy(message, subscription.qos(), true, version));
            }
        }
    }
}
