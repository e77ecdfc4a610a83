package io.fairlead.bridge;

import io.fairlead.topic.Message;
import io.fairlead.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings what is retained to the subscribers of one live channel, as if each had subscribed to the broker alone. Owned by
 * the channel's loop.
 *
 * <p>What a fetch brings may be ahead of the channel's link by thousands of messages, so it is kept until the link has caught
 * up with it: what came live in the meantime is what the fetch brought, or newer.
 *
 * <p>Each subscriber that is owed a replay has a ticket. A fetch serves the tickets that were there when it was written, and
 * no later one: what it brings may be older than what a later subscriber has missed. A live message that was delivered to a
 * subscriber since its ticket wins over what the fetch brings of its topic, since nothing that is older may follow it.
 */
final class RetainedReplay implements RetainedFetch.Sink {

    private static final int MAX_TOUCHED = 10_000;

    private record Owed(Subscriber subscriber, long ticket) {}

    // As long as the channel.
    private final LiveChannel channel;
    private final ChannelShelf shelf;
    private final RetainedCache cache;
    private long lastTicket;
    private long askedTicket;
    private long doneTicket;
    /** The first ticket whose fetch fills the cache: an earlier one began before the cache did. */
    private long cacheTicket;

    // Until the next fetch is written.
    private final List<Owed> owed = new ArrayList<>(0);
    private boolean allOwed;
    private long allTicket;

    // While a fetch is under way.
    private final List<Subscriber> receiving = new ArrayList<>(0);
    private long roundTicket;
    private boolean allReceiving;
    private long allSince;
    private final Map<TopicName, Long> touched = new HashMap<>(0);
    private long lastUntracked = -1;

    RetainedReplay(LiveChannel channel, ChannelShelf shelf) {
        this.channel = channel;
        this.shelf = shelf;
        this.cache = new RetainedCache(shelf);
    }

    /** What is retained, encoded for the subscriber, if it is known here; else it is owed to it. */
    List<PreparedDelivery> replayTo(Subscriber subscriber) {
        List<Message> known = cache.snapshot(System.currentTimeMillis());
        if (known == null) {
            owed.add(new Owed(subscriber, ++lastTicket));
            return List.of();
        }
        List<PreparedDelivery> replay = new ArrayList<>(known.size());
        for (Message message : known) {
            PreparedDelivery delivery = channel.replayFor(subscriber, message);
            if (delivery != null) {
                replay.add(delivery);
            }
        }
        return replay;
    }

    /** Everyone is owed what is retained. */
    void replayToAll() {
        allOwed = true;
        allSince = channel.count();
        allTicket = ++lastTicket;
        fetchOwed();
    }

    /** Asks for what is owed and was not asked for yet. */
    void fetchOwed() {
        if (askedTicket < lastTicket) {
            askedTicket = lastTicket;
            if (cache.begin()) {
                cacheTicket = askedTicket;
            }
            shelf.fetch().request(channel.key().filter(), this, askedTicket);
        }
    }

    /** A live message, before it is delivered. */
    void onLive(Message message) {
        if (askedTicket > doneTicket) {
            touch(message.topic());
        }
        if (message.retain()) {
            cache.onLive(message, System.currentTimeMillis());
        }
    }

    private void touch(TopicName topic) {
        if (touched.size() < MAX_TOUCHED || touched.containsKey(topic)) {
            touched.put(topic, channel.count());
        } else {
            lastUntracked = channel.count();
        }
    }

    void forget(Subscriber subscriber) {
        if (!owed.isEmpty()) {
            owed.removeIf(one -> one.subscriber() == subscriber);
        }
        receiving.remove(subscriber);
    }

    void onLinkDown() {
        cache.off();
    }

    @Override
    public LoopSessions home() {
        return shelf.home();
    }

    @Override
    public void onBegan(long ticket) {
        if (shelf.catchUp().isIdle()) {
            begin(ticket);
        } else {
            shelf.catchUp().then(() -> begin(ticket));
        }
    }

    private void begin(long ticket) {
        roundTicket = ticket;
        for (Owed one : owed) {
            if (one.ticket() <= ticket) {
                receiving.add(one.subscriber());
            }
        }
        owed.removeIf(one -> one.ticket() <= ticket);
        if (allOwed && allTicket <= ticket) {
            allReceiving = true;
            allOwed = false;
        }
    }

    @Override
    public void onValue(Message message) {
        shelf.catchUp().then(() -> replay(message));
    }

    private void replay(Message message) {
        if (channel.isGone()) {
            return;
        }
        if (roundTicket >= cacheTicket) {
            cache.onFetched(message, System.currentTimeMillis());
        }
        long newest = Math.max(lastUntracked, touched.getOrDefault(message.topic(), -1L));
        if (allReceiving && newest <= allSince) {
            channel.replay(message, null);
        } else if (!receiving.isEmpty()) {
            channel.replay(message, receiversOf(newest));
        }
    }

    private List<Subscriber> receiversOf(long newest) {
        return receiving.stream()
                .filter(subscriber -> newest <= subscriber.admittedAt)
                .toList();
    }

    @Override
    public void onDone(long ticket, boolean complete) {
        shelf.catchUp().then(() -> end(ticket, complete));
    }

    private void end(long ticket, boolean complete) {
        doneTicket = Math.max(doneTicket, ticket);
        receiving.clear();
        allReceiving = false;
        if (ticket >= cacheTicket) {
            cache.end(complete);
        }
        if (doneTicket == askedTicket) {
            touched.clear();
            lastUntracked = -1;
        }
    }
}
