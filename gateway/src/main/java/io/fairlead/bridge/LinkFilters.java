package io.fairlead.bridge;

import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.FilterBatch;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The filters that one shared link is subscribed to. Owned by the link's loop.
 *
 * <p>What is asked for within a turn of the loop goes in one packet, and the next SUBSCRIBE waits for the answer to the one
 * before, so that neither a broker's return nor a gateway's start is a storm. Leaving goes before subscribing, which keeps
 * overlapping filters apart.
 */
final class LinkFilters {

    /** Hears what becomes of filters. */
    interface Listener {
        /** The broker took the filter, for the first time or after it was away. */
        void onInForce(Entry entry);

        /** The broker refused the filter, which is forgotten. */
        void onRefused(Entry entry, SubscribeOutcome.Refused refused);

        /** The broker has confirmed that the filter is left. */
        void onLeft(TopicFilter filter);
    }

    /** One filter on the broker, with the channels it serves. */
    static final class Entry {
        final TopicFilter filter;
        final List<LiveChannel> channels = new ArrayList<>(1);
        private Qos qos;
        private boolean inForce;
        /** Whether the link is subscribing to it again of its own accord. */
        private boolean restoring;

        Entry(TopicFilter filter, Qos qos) {
            this.filter = filter;
            this.qos = qos;
        }

        /** Whether the broker has taken it, and the link keeps it across reconnects. */
        boolean inForce() {
            return inForce;
        }

        Qos qos() {
            return qos;
        }
    }

    private final Supplier<BrokerLink> link;
    private final Executor endOfTurn;
    private final Listener listener;

    // As long as the link.
    private final Map<TopicFilter, Entry> entries = new LinkedHashMap<>();
    private final Set<TopicFilter> leaving = new LinkedHashSet<>();

    // Until the next packet.
    private final Set<Entry> toAsk = new LinkedHashSet<>();
    private final Set<TopicFilter> toLeave = new LinkedHashSet<>();
    private boolean flushing;
    private boolean asking;

    LinkFilters(Supplier<BrokerLink> link, Executor endOfTurn, Listener listener) {
        this.link = link;
        this.endOfTurn = endOfTurn;
        this.listener = listener;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    @Nullable
    Entry entry(TopicFilter filter) {
        return entries.get(filter);
    }

    /** Subscribes, or once more where the QoS is another. */
    Entry subscribe(TopicFilter filter, Qos qos) {
        Entry entry = entries.computeIfAbsent(filter, name -> new Entry(name, qos));
        entry.qos = qos;
        toAsk.add(entry);
        flushAtEndOfTurn();
        return entry;
    }

    /** Leaves a filter, now or when the broker is back. */
    void unsubscribe(TopicFilter filter) {
        Entry entry = entries.remove(filter);
        if (entry != null) {
            toAsk.remove(entry);
        }
        toLeave.add(filter);
        flushAtEndOfTurn();
    }

    /** Forgets a filter that the broker does not have. */
    void forget(Entry entry) {
        entries.remove(entry.filter, entry);
        toAsk.remove(entry);
    }

    /** The broker has forgotten a filter that was in force; the link asks for it again. */
    void interrupted(Entry entry) {
        entry.inForce = false;
        entry.restoring = true;
    }

    /** Asks for a filter that is in force once more when the link is up; the broker may know nothing of it. */
    void affirm(Entry entry) {
        toAsk.add(entry);
    }

    /** The link has got a filter back that the broker had forgotten. */
    void restored(TopicFilter filter) {
        Entry entry = entries.get(filter);
        if (entry != null && !entry.inForce) {
            putInForce(entry);
        }
    }

    private void putInForce(Entry entry) {
        entry.inForce = true;
        entry.restoring = false;
        listener.onInForce(entry);
    }

    /** Does what could not be done while the link was down. */
    void onUp() {
        toLeave.addAll(leaving);
        leaving.clear();
        for (Entry entry : entries.values()) {
            if (!entry.inForce && !entry.restoring) {
                toAsk.add(entry);
            }
        }
        flush();
    }

    private void flushAtEndOfTurn() {
        if (!flushing) {
            flushing = true;
            endOfTurn.execute(() -> {
                flushing = false;
                flush();
            });
        }
    }

    private void flush() {
        while (link.get().isUp() && !toLeave.isEmpty()) {
            leaveSome(take(toLeave, filter -> filter));
        }
        if (link.get().isUp() && !asking && !toAsk.isEmpty()) {
            askSome(take(toAsk, entry -> entry.filter));
        }
    }

    private void leaveSome(List<TopicFilter> filters) {
        leaving.addAll(filters);
        link.get().unsubscribe(filters, confirmed -> {
            if (confirmed) {
                filters.forEach(this::left);
            }
        });
    }

    private void left(TopicFilter filter) {
        leaving.remove(filter);
        listener.onLeft(filter);
    }

    private void askSome(List<Entry> asked) {
        asking = true;
        List<Subscription> subscriptions = asked.stream()
                .map(entry -> new Subscription(entry.filter, entry.qos, false))
                .toList();
        asked.forEach(entry -> leaving.remove(entry.filter));
        link.get().subscribe(subscriptions, outcomes -> {
            asking = false;
            for (int i = 0; i < outcomes.size(); i++) {
                answered(asked.get(i), outcomes.get(i));
            }
            flush();
        });
    }

    private void answered(Entry entry, SubscribeOutcome outcome) {
        if (entries.get(entry.filter) != entry) {
            return;
        }
        if (outcome instanceof SubscribeOutcome.Granted && !entry.inForce) {
            putInForce(entry);
        } else if (outcome instanceof SubscribeOutcome.LinkDown) {
            toAsk.add(entry);
        } else if (outcome instanceof SubscribeOutcome.Refused refused && !entry.inForce) {
            forget(entry);
            listener.onRefused(entry, refused);
        }
    }

    /** Takes as many as go in one packet of this broker. */
    private <T> List<T> take(Set<T> from, Function<T, TopicFilter> filter) {
        FilterBatch batch = new FilterBatch(link.get().up().maximumPacketBytes());
        List<T> taken = new ArrayList<>();
        for (Iterator<T> each = from.iterator(); each.hasNext(); ) {
            T next = each.next();
            if (!batch.add(filter.apply(next))) {
                break;
            }
            taken.add(next);
            each.remove();
        }
        return taken;
    }
}
