package io.fairlead.broker.packet;

import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.TopicFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What a link has asked about filters on its connection, by packet id, and the broker has not answered. */
final class Requests {

    private static final int LAST_PACKET_ID = 65_535;

    private final Map<Integer, Subscribe> subscribes = new HashMap<>(4);
    private final Map<Integer, Consumer<Boolean>> unsubscribes = new HashMap<>(4);
    private int lastPacketId;

    private record Subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {}

    /** Sends a SUBSCRIBE and waits for its answer. */
    void subscribe(
            List<Subscription> subscriptions,
            Consumer<List<SubscribeOutcome>> outcome,
            BiConsumer<Integer, List<Subscription>> send) {
        int packetId = freePacketId();
        subscribes.put(packetId, new Subscribe(subscriptions, outcome));
        send.accept(packetId, subscriptions);
    }

    /** Sends an UNSUBSCRIBE and waits for its answer. */
    void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done, BiConsumer<Integer, List<TopicFilter>> send) {
        int packetId = freePacketId();
        unsubscribes.put(packetId, done);
        send.accept(packetId, filters);
    }

    private int freePacketId() {
        if (subscribes.size() + unsubscribes.size() >= LAST_PACKET_ID) {
            throw new IllegalStateException("all packet ids wait for an answer of the broker");
        }
        do {
            lastPacketId = lastPacketId == LAST_PACKET_ID ? 1 : lastPacketId + 1;
        } while (subscribes.containsKey(lastPacketId) || unsubscribes.containsKey(lastPacketId));
        return lastPacketId;
    }

    void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
        Subscribe asked = subscribes.get(packetId);
        if (asked == null || asked.subscriptions.size() != outcomes.size()) {
            throw new BrokerFault(BrokerFault.PROTOCOL_ERROR, "a SUBACK that answers no SUBSCRIBE");
        }
        subscribes.remove(packetId);
        asked.outcome.accept(outcomes);
    }

    void unsubscribed(int packetId, boolean confirmed) {
        Consumer<Boolean> asked = unsubscribes.remove(packetId);
        if (asked == null) {
            throw new BrokerFault(BrokerFault.PROTOCOL_ERROR, "an UNSUBACK that answers no UNSUBSCRIBE");
        }
        asked.accept(confirmed);
    }

    /** Answers everything, since the broker will not. */
    void connectionLost() {
        List<Subscribe> lostSubscribes = List.copyOf(subscribes.values());
        List<Consumer<Boolean>> lostUnsubscribes = List.copyOf(unsubscribes.values());
        subscribes.clear();
        unsubscribes.clear();
        lostSubscribes.forEach(asked -> asked.outcome.accept(linkDown(asked.subscriptions)));
        lostUnsubscribes.forEach(asked -> asked.accept(false));
    }

    static List<SubscribeOutcome> linkDown(List<Subscription> subscriptions) {
        return subscriptions.stream()
                .map(subscription -> (SubscribeOutcome) new SubscribeOutcome.LinkDown())
                .toList();
    }
}
