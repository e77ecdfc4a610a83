package io.fairlead.relay;

import io.fairlead.topic.TopicName;
import io.fairlead.topic.TopicTree;
import io.fairlead.topicmap.SubscribeGrant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is subscribed to, as far as this connection knows: a session that the broker had kept may have more. Owned by the
 * client's loop.
 */
final class ClientFilters {

    /** One filter of the client. */
    static final class Entry {
        final AskedFilter asked;
        final String onBroker;
        private final long number;
        private SubscribeGrant grant;
        private int identifier;
        private boolean confirmed;
        private int unanswered;
        private boolean leaving;

        private Entry(AskedFilter asked, String onBroker, SubscribeGrant grant, long number) {
            this.asked = asked;
            this.onBroker = onBroker;
            this.grant = grant;
            this.number = number;
        }

        SubscribeGrant grant() {
            return grant;
        }

        /** The right has been looked at again, and is another for the same filter on the broker. */
        void grant(SubscribeGrant renewed) {
            this.grant = renewed;
        }

        /** The subscription identifier of the client; 0 for none. */
        int identifier() {
            return identifier;
        }

        /** The broker has answered one request for it; returns whether it stands as far as is known. */
        boolean answered(boolean granted) {
            confirmed |= granted;
            unanswered--;
            return confirmed || unanswered > 0;
        }

        /** Whether the broker was asked to end it, and has not answered. */
        boolean isLeaving() {
            return leaving;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final TopicTree<Entry> byTopic = new TopicTree<>();
    /** How many subscriptions need a filter on the broker, those that are ending left out. */
    private final Map<String, Integer> needed = new HashMap<>();

    private int standing;
    private long lastNumber;

    @Nullable
    Entry find(String asked) {
        return entries.get(asked);
    }

    /** Takes note of a subscription that the broker is asked for; one that is known already keeps its place. */
    Entry put(AskedFilter asked, String onBroker, SubscribeGrant grant, int identifier) {
        Entry entry = entries.get(asked.text());
        if (entry == null || entry.leaving || !entry.onBroker.equals(onBroker)) {
            if (entry != null) {
                remove(entry);
            }
            entry = new Entry(asked, onBroker, grant, ++lastNumber);
            entries.put(asked.text(), entry);
            byTopic.add(grant.filter(), entry);
            count(entry, 1);
        }
        entry.grant = grant;
        entry.identifier = identifier;
        entry.unanswered++;
        return entry;
    }

    private void count(Entry entry, int change) {
        standing += change;
        needed.merge(entry.onBroker, change, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** Forgets a subscription; nothing happens if another has taken its place. */
    void remove(Entry entry) {
        if (entries.remove(entry.asked.text(), entry)) {
            byTopic.remove(entry.grant.filter(), entry);
            if (!entry.leaving) {
                count(entry, -1);
            }
        }
    }

    /** The broker is asked to end a subscription. */
    void leave(Entry entry) {
        if (!entry.leaving) {
            entry.leaving = true;
            count(entry, -1);
        }
    }

    /** The broker has refused to end a subscription. */
    void stay(Entry entry) {
        if (entry.leaving && entries.get(entry.asked.text()) == entry) {
            entry.leaving = false;
            count(entry, 1);
        }
    }

    /** Whether another subscription than this one needs the same filter on the broker. */
    boolean isNeededBeside(@Nullable Entry entry, String onBroker) {
        int own = entry != null && !entry.leaving && entry.onBroker.equals(onBroker) ? 1 : 0;
        return needed.getOrDefault(onBroker, 0) > own;
    }

    /** How many subscriptions there are, those that are ending left out. */
    int size() {
        return standing;
    }

    /** All subscriptions, those that are ending among them. */
    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** The subscriptions that a message on a topic came by, in the order in which the client made them. */
    Collection<Entry> matching(TopicName topic) {
        List<Entry> found = new ArrayList<>(2);
        byTopic.match(topic, found::add);
        if (found.size() > 1) {
            found.sort((a, b) -> Long.compare(a.number, b.number));
        }
        return found;
    }
}
