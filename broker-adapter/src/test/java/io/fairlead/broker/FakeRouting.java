package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How the fake broker hands one message to one session. */
final class FakeRouting {

    private FakeRouting() {}

    /** Offers it to the session as often as its filters ask for it; false if none matches. */
    static boolean offer(FakeSession session, Message message, boolean copyForEach, MqttVersion version) {
        List<Subscription> matching = new ArrayList<>(session.subscriptions.values());
        matching.removeIf(s -> !s.filter().matches(message.topic()));
        if (matching.isEmpty()) {
            return false;
        }
        if (!copyForEach) {
            matching = List.of(matching.stream()
                    .max(Comparator.comparing(Subscription::qos))
                    .orElseThrow());
        }
        boolean retain = message.retain() && version == MqttVersion.V5 && session.retainAsPublished;
        for (Subscription subscription : matching) {
            session.offer(copy(message, subscription.qos(), retain, version));
        }
        return true;
    }

    /** The message as a subscriber gets it. */
    static Message copy(Message m, Qos atMost, boolean retain, MqttVersion version) {
        Qos qos = m.qos().compareTo(atMost) < 0 ? m.qos() : atMost;
        if (version == MqttVersion.V3_1_1) {
            return new Message(m.topic(), m.payload(), qos, retain, Message.NO_EXPIRY, null, null, null, List.of());
        }
        return new Message(
                m.topic(),
                m.payload(),
                qos,
                retain,
                m.expirySeconds(),
                m.contentType(),
                m.responseTopic(),
                m.correlation(),
                m.properties(),
                m.utf8());
    }
}
