package io.fairlead.broker.hivemq;

import io.fairlead.broker.FilterBatch;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The filters that a link holds, and the requests about filters that the broker has not answered. */
final class Filters {

    private final Map<TopicFilter, Subscription> granted = new LinkedHashMap<>();
    /** What a lost session held and the broker has not granted again; an outage in between does not settle it. */
    private final Map<TopicFilter, Subscription> owed = new LinkedHashMap<>();

    private final Set<Runnable> answerIfLost = new LinkedHashSet<>();

    /** Answers a request by {@code ifLost} if the connection ends before the returned consumer is called. */
    <T> Consumer<T> expect(Consumer<T> answer, T ifLost) {
        Runnable lost = () -> answer.accept(ifLost);
        answerIfLost.add(lost);
        return result -> {
            if (answerIfLost.remove(lost)) {
                answer.accept(result);
            }
        };
    }

    /** Notes what the broker said to these subscriptions. */
    void subscribed(List<Subscription> subscriptions, List<SubscribeOutcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof SubscribeOutcome.Granted) {
                Subscription subscription = subscriptions.get(i);
                granted.put(subscription.filter(), subscription);
                owed.remove(subscription.filter());
            }
        }
    }

    void left(List<TopicFilter> filters) {
        filters.forEach(granted::remove);
        filters.forEach(owed::remove);
    }

    /** The broker has forgotten everything that was granted. */
    void sessionLost() {
        owed.putAll(granted);
    }

    /** What is to be subscribed again next, in one packet of a broker that takes no larger ones; empty if nothing is. */
    List<Subscription> toRestore(int maximumPacketBytes) {
        FilterBatch batch = new FilterBatch(maximumPacketBytes);
        return owed.values().stream()
                .takeWhile(subscription -> batch.add(subscription.filter()))
                .toList();
    }

    void connectionLost() {
        List<Runnable> lost = List.copyOf(answerIfLost);
        answerIfLost.clear();
        lost.forEach(Runnable::run);
    }
}
