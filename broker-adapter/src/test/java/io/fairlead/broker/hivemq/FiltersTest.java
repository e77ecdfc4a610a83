package io.fairlead.broker.hivemq;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FilterBatch;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiltersTest {

    private static final SubscribeOutcome GRANTED = new SubscribeOutcome.Granted(Qos.AT_LEAST_ONCE);

    private final Filters filters = new Filters();

    private static Subscription filter(String text) {
        return new Subscription(new TopicFilter(text), Qos.AT_LEAST_ONCE, false);
    }

    private void granted(Subscription... subscriptions) {
        filters.subscribed(
                List.of(subscriptions),
                List.of(subscriptions).stream().map(s -> GRANTED).toList());
    }

    @Test
    void sessionLost_andTheConnectionBeforeAllIsBack_theRestIsStillOwed() {
        granted(filter("a"), filter("b"));
        filters.sessionLost();
        granted(filter("a"));

        filters.connectionLost();

        assertThat(filters.toRestore(Integer.MAX_VALUE)).containsExactly(filter("b"));
    }

    @Test
    void sessionLost_filterLeftMeanwhile_isNotOwed() {
        granted(filter("a"), filter("b"));
        filters.sessionLost();

        filters.left(List.of(new TopicFilter("a")));

        assertThat(filters.toRestore(Integer.MAX_VALUE)).containsExactly(filter("b"));
    }

    @Test
    void sessionLost_moreThanOnePacketHolds_areOwedBatchByBatch() {
        List<Subscription> all = IntStream.range(0, FilterBatch.MOST + 1)
                .mapToObj(i -> filter("f/" + i))
                .toList();
        granted(all.toArray(Subscription[]::new));
        filters.sessionLost();

        List<Subscription> first = filters.toRestore(Integer.MAX_VALUE);
        granted(first.toArray(Subscription[]::new));

        assertThat(first).hasSize(FilterBatch.MOST);
        assertThat(filters.toRestore(Integer.MAX_VALUE)).containsExactly(all.get(FilterBatch.MOST));
    }

    @Test
    void sessionLost_smallPacketsOnly_areOwedInAsManyAsItTakes() {
        List<Subscription> all = IntStream.range(0, 10_000)
                .mapToObj(i -> filter("some/longer/filter/" + i))
                .toList();
        granted(all.toArray(Subscription[]::new));
        filters.sessionLost();
        int restored = 0;

        while (restored < all.size()) {
            List<Subscription> next = filters.toRestore(128);
            int bytes =
                    next.stream().mapToInt(s -> s.filter().value().length() + 3).sum();
            assertThat(next).isNotEmpty();
            assertThat(bytes).isLessThanOrEqualTo(128 - 8);
            granted(next.toArray(Subscription[]::new));
            restored += next.size();
        }

        assertThat(filters.toRestore(128)).isEmpty();
    }

    @Test
    void sessionKept_nothingIsOwed() {
        granted(filter("a"));

        filters.connectionLost();

        assertThat(filters.toRestore(Integer.MAX_VALUE)).isEmpty();
    }
}
