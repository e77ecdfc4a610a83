package io.fairlead.broker.hivemq;

import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The filters that a link holds, and the requests about filters that the broker has not answered. */
final class Filters {

    /** Filters in one SUBSCRIBE when all of them are subscribed again. */
    static final int BATCH = 100;

    private final Map<TopicFilter, Subscription> granted = new LinkedHashMap<>();
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
                granted.put(subscriptions.get(i).filter(), subscriptions.get(i));
            }
        }
    }

    void left(List<TopicFilter> filters) {
        filters.forEach(granted::remove);
    }

    /** Everything that is granted, in batches to be subscribed again one after the other. */
    List<List<Subscription>> batches() {
        List<Subscription> all = List.copyOf(granted.values());
        List<List<Subscription>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }

    void connectionLost() {
        List<Runnable> lost = List.copyOf(answerIfLost);
        answerIfLost.clear();
        lost.forEach(Runnable::run);
    }
}
