package io.fairlead.bridge;

import io.fairlead.broker.FilterBatch;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicTree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One round of fetching retained messages: filters that do not overlap, and who wants what they bring. Owned by the fetch link's loop. */
final class FetchRound {

    private static final int MOST_FILTERS = 64;

    private final List<Part> parts;
    private final TopicTree<Part> byFilter = new TopicTree<>();
    private final int perFetch;
    private long values;
    private boolean ending;

    /** One filter of the round. */
    private static final class Part {
        final TopicFilter filter;
        final Map<RetainedFetch.Sink, Long> sinks;
        int values;
        boolean refused;

        Part(TopicFilter filter, Map<RetainedFetch.Sink, Long> sinks) {
            this.filter = filter;
            this.sinks = sinks;
        }

        /** Whether no more can come: one topic has at most one retained message. */
        boolean isSatisfied() {
            return refused || (values > 0 && !filter.hasWildcard());
        }
    }

    private FetchRound(List<Part> parts, int perFetch) {
        this.parts = parts;
        this.perFetch = perFetch;
        parts.forEach(part -> byFilter.add(part.filter, part));
    }

    /** Takes as many as can go together out of what waits, the oldest first. */
    static FetchRound takeFrom(
            Map<TopicFilter, Map<RetainedFetch.Sink, Long>> waiting, int perFetch, int maximumPacketBytes) {
        FilterBatch batch = new FilterBatch(maximumPacketBytes);
        List<Part> parts = new ArrayList<>();
        FilterIndex<Part> taken = new FilterIndex<>();
        Iterator<Map.Entry<TopicFilter, Map<RetainedFetch.Sink, Long>>> each =
                waiting.entrySet().iterator();
        while (each.hasNext() && parts.size() < MOST_FILTERS) {
            Map.Entry<TopicFilter, Map<RetainedFetch.Sink, Long>> asked = each.next();
            if (!taken.overlaps(asked.getKey()) && batch.add(asked.getKey())) {
                Part part = new Part(asked.getKey(), asked.getValue());
                taken.put(part.filter, part);
                parts.add(part);
                each.remove();
            }
        }
        return new FetchRound(parts, perFetch);
    }

    List<Subscription> subscriptions() {
        return parts.stream()
                .map(part -> new Subscription(part.filter, Qos.AT_MOST_ONCE, true))
                .toList();
    }

    List<TopicFilter> filters() {
        return parts.stream().map(part -> part.filter).toList();
    }

    /** How many messages have come. */
    long values() {
        return values;
    }

    /** Whether nothing more can come. */
    boolean isSatisfied() {
        return parts.stream().allMatch(Part::isSatisfied);
    }

    boolean isEnding() {
        return ending;
    }

    void ending() {
        ending = true;
    }

    void began() {
        parts.forEach(part -> tell(part, (sink, ticket) -> sink.onBegan(ticket)));
    }

    void answered(List<SubscribeOutcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            parts.get(i).refused = outcomes.get(i) instanceof SubscribeOutcome.Refused;
        }
    }

    /** A retained message; goes to all who want it. */
    void value(Message message) {
        values++;
        byFilter.match(message.topic(), part -> {
            if (++part.values <= perFetch) {
                tell(part, (sink, ticket) -> sink.onValue(message));
            } else if (part.values == perFetch + 1) {
                RetainedFetch.warnTooMany(part.filter, perFetch);
            }
        });
    }

    void done(boolean complete) {
        for (Part part : parts) {
            boolean whole = complete && !part.refused && part.values <= perFetch;
            tell(part, (sink, ticket) -> sink.onDone(ticket, whole));
        }
    }

    /** Everything is asked for again. */
    void giveBack(Map<TopicFilter, Map<RetainedFetch.Sink, Long>> waiting) {
        for (Part part : parts) {
            Map<RetainedFetch.Sink, Long> sinks = waiting.computeIfAbsent(part.filter, name -> part.sinks);
            if (sinks != part.sinks) {
                part.sinks.forEach((sink, ticket) -> sinks.merge(sink, ticket, Math::max));
            }
        }
    }

    private interface Told {
        void tell(RetainedFetch.Sink sink, long ticket);
    }

    private static void tell(Part part, Told what) {
        Consumer<Map.Entry<RetainedFetch.Sink, Long>> one = asked -> {
            RetainedFetch.Sink sink = asked.getKey();
            long ticket = asked.getValue();
            sink.home().run(() -> what.tell(sink, ticket));
        };
        part.sinks.entrySet().forEach(one);
    }
}
