package io.fairlead.bridge;

import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicTree;
import io.fairlead.topicmap.LiveKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live channels that one shared link serves: who joins and leaves them, which messages are theirs, and when they end.
 * Owned by the link's loop.
 */
final class LinkChannels implements LinkFilters.Listener {

    private static final Logger log = LoggerFactory.getLogger(LinkChannels.class);

    private final SharedLink link;
    private final FilterBook book;
    private final Duration linger;
    private final int mostIdle;
    private final int loops;
    private final LinkFilters filters;
    private final Map<LiveKey, LiveChannel> channels = new HashMap<>();
    private final TopicTree<LiveChannel> byTopic = new TopicTree<>();
    private final List<LiveChannel> matched = new ArrayList<>();
    /** How many channels are looked at soon, since nobody was subscribed to them. */
    private int idle;

    /** @param mostIdle how many channels stay for those who may come back, though nobody is subscribed to them */
    LinkChannels(SharedLink link, FilterBook book, Duration linger, int mostIdle, int loops) {
        this.link = link;
        this.book = book;
        this.linger = linger;
        this.mostIdle = mostIdle;
        this.loops = loops;
        this.filters = new LinkFilters(link::link, link.home().loop().eventLoop(), this);
    }

    /** Delivers a live message to every channel it belongs to. */
    void deliver(Message message) {
        matched.clear();
        byTopic.match(message.topic(), matched::add);
        if (matched.isEmpty()) {
            link.meters().unmatched.increment();
        }
        for (int i = 0; i < matched.size(); i++) {
            deliver(matched.get(i), message);
        }
    }

    private static void deliver(LiveChannel channel, Message message) {
        try {
            channel.deliver(message);
        } catch (RuntimeException e) {
            log.error("the gateway could not deliver a message of {} and dropped it", message.topic(), e);
        }
    }

    /**
     * Takes a subscriber in, now or when the broker has answered. Its filter is wanted in the book already. A fault in it costs
     * the subscriber's connection, which leaves what it had come to.
     */
    void join(Subscriber subscriber) {
        try {
            takeIn(subscriber);
        } catch (RuntimeException e) {
            if (subscriber.channel == null) {
                book.release(subscriber.filter());
            }
            subscriber.home.run(() -> subscriber.live.driver().fail(e));
        }
    }

    private void takeIn(Subscriber subscriber) {
        FilterBook.Orders orders = book.orders(link.number(), subscriber.filter());
        orders.changes().forEach(this::make);
        LinkFilters.Entry entry = entry(orders.served(), subscriber.grant().qos());
        LiveChannel channel = channel(subscriber, entry);
        if (link.isConnecting()) {
            channel.await(subscriber);
        } else if (!link.isUp()) {
            channel.admit(subscriber, true);
        } else if (entry.inForce()) {
            channel.admit(subscriber, false);
            channel.fetchOwed();
        } else {
            channel.await(subscriber);
        }
    }

    private LinkFilters.Entry entry(TopicFilter served, Qos qos) {
        LinkFilters.Entry known = filters.entry(served);
        return known != null ? known : filters.subscribe(served, qos);
    }

    private LiveChannel channel(Subscriber subscriber, LinkFilters.Entry entry) {
        LiveChannel known = channels.get(subscriber.grant().key());
        if (known != null) {
            return known;
        }
        LiveChannel made = new LiveChannel(subscriber.grant(), link, loops, entry);
        channels.put(made.key(), made);
        byTopic.add(made.key().filter(), made);
        entry.channels.add(made);
        link.meters().channels.increment();
        return made;
    }

    /** Lets a subscriber go. */
    void leave(Subscriber subscriber) {
        LiveChannel channel = subscriber.channel;
        if (channel == null || channel.isGone() || subscriber.gone) {
            return;
        }
        channel.leave(subscriber);
        book.release(subscriber.filter());
        if (channel.isIdle() && !channel.lingering) {
            endLater(channel, stay(channel));
        }
    }

    /** How long a channel stays that nobody is subscribed to: what it keeps for those who come back needs it. */
    private long stay(LiveChannel channel) {
        Duration recover = idle < mostIdle ? channel.grant().recover().within() : Duration.ZERO;
        return (recover.compareTo(linger) > 0 ? recover : linger).toNanos();
    }

    private void endLater(LiveChannel channel, long nanos) {
        channel.lingering = true;
        idle++;
        var unused = link.home().loop().eventLoop().schedule(() -> endIfIdle(channel), nanos, TimeUnit.NANOSECONDS);
        Objects.requireNonNull(unused);
    }

    private void endIfIdle(LiveChannel channel) {
        channel.lingering = false;
        idle--;
        if (channel.isGone() || !channel.isIdle()) {
            return;
        }
        long left = stay(channel) - channel.idleNanos();
        if (left > 0) {
            endLater(channel, left);
            return;
        }
        channel.end();
        forget(channel);
        channel.servedBy.channels.remove(channel);
        retireUnlessShared(channel);
        book.changes(link.number()).forEach(this::make);
    }

    /** Another channel of the same filter may be idle too: the one that ends last gives the filter up. */
    private void retireUnlessShared(LiveChannel ended) {
        TopicFilter filter = ended.key().filter();
        boolean shared = ended.servedBy.channels.stream()
                .anyMatch(other -> other.key().filter().equals(filter));
        if (!shared) {
            book.retire(filter);
        }
    }

    private void forget(LiveChannel channel) {
        channels.remove(channel.key());
        byTopic.remove(channel.key().filter(), channel);
        link.meters().channels.add(-1);
    }

    private void make(LinkChange change) {
        if (change instanceof LinkChange.Subscribe subscribe) {
            filters.subscribe(subscribe.filter(), subscribe.qos());
        } else if (change instanceof LinkChange.Unsubscribe unsubscribe) {
            unsubscribe(unsubscribe.filter());
        } else if (change instanceof LinkChange.Replace replace) {
            replace(replace);
        }
    }

    /** One wider filter serves what several did; between leaving them and the broker's answer messages may be missed. */
    private void replace(LinkChange.Replace change) {
        LinkFilters.Entry wide = filters.subscribe(change.filter(), change.qos());
        for (TopicFilter old : change.old()) {
            LinkFilters.Entry entry = filters.entry(old);
            if (entry != null) {
                entry.channels.forEach(channel -> channel.moveTo(wide));
            }
            unsubscribe(old);
        }
    }

    private void unsubscribe(TopicFilter filter) {
        LinkFilters.Entry entry = filters.entry(filter);
        if (entry != null && entry.inForce()) {
            link.meters().filters.add(-1);
        }
        filters.unsubscribe(filter);
    }

    /** The link is closed for good: gives back what channels hold, and takes nothing for them any more. */
    void close() {
        for (LiveChannel channel : List.copyOf(channels.values())) {
            channel.end();
            forget(channel);
        }
    }

    /** Fetches what is retained for a subscriber that was to be spared it and is not. */
    void oweRetained(Subscriber subscriber) {
        LiveChannel channel = subscriber.channel;
        if (channel != null && !channel.isGone() && !subscriber.gone) {
            channel.oweRetained(subscriber);
            if (link.isUp() && channel.servedBy.inForce()) {
                channel.fetchOwed();
            }
        }
    }

    /**
     * The link is up. Messages of before may be lost with the session, and those of QoS 0 with the connection. A session that
     * the broker has kept is not one that it has kept whole: a broker that crashed takes up what it had last written, and
     * knows nothing of filters that are younger. So they are asked for again, which changes nothing where they are.
     */
    void onUp(boolean again, boolean sessionPresent) {
        for (LinkFilters.Entry entry : List.copyOf(filters.entries())) {
            if (entry.inForce() && again && !sessionPresent) {
                interrupt(entry);
            } else if (entry.inForce()) {
                boolean missed = again && entry.qos() == Qos.AT_MOST_ONCE;
                entry.channels.forEach(channel -> resume(channel, missed));
                if (again) {
                    filters.affirm(entry);
                }
            } else {
                entry.channels.forEach(LiveChannel::onReconnected);
            }
        }
        filters.onUp();
    }

    private void interrupt(LinkFilters.Entry entry) {
        link.meters().filters.add(-1);
        filters.interrupted(entry);
        entry.channels.forEach(LiveChannel::interrupted);
    }

    private static void resume(LiveChannel channel, boolean missed) {
        if (missed) {
            channel.missed();
        } else {
            channel.fetchOwed();
        }
    }

    /** The link is down: who waits for an answer of the broker gets it without, and is served when the broker is back. */
    void onDown() {
        for (LiveChannel channel : List.copyOf(channels.values())) {
            channel.onLinkDown();
            channel.admitWaiting(true);
        }
    }

    /** The broker has granted again what it had forgotten with the session. */
    void onFilterRestored(TopicFilter filter) {
        filters.restored(filter);
    }

    /** The broker refuses what it had granted before it lost the session. */
    void onFilterLost(TopicFilter filter, SubscribeOutcome.Refused refused) {
        LinkFilters.Entry entry = filters.entry(filter);
        if (entry != null) {
            if (entry.inForce()) {
                link.meters().filters.add(-1);
            }
            filters.forget(entry);
            onRefused(entry, refused);
        }
    }

    @Override
    public void onInForce(LinkFilters.Entry entry) {
        link.meters().filters.increment();
        List.copyOf(entry.channels).forEach(LiveChannel::onInForce);
    }

    @Override
    public void onRefused(LinkFilters.Entry entry, SubscribeOutcome.Refused refused) {
        log.warn(
                "the broker refuses the gateway's subscription to {}: {} (reason code {}). Allow it on the broker, or take the"
                        + " route out of the topic map",
                entry.filter,
                refused.text(),
                refused.code());
        for (LiveChannel channel : List.copyOf(entry.channels)) {
            forget(channel);
            int ended = channel.refuse(refused);
            for (int i = 0; i < ended; i++) {
                book.release(channel.key().filter());
            }
            book.retire(channel.key().filter());
        }
        book.changes(link.number()).forEach(this::make);
    }

    @Override
    public void onLeft(TopicFilter filter) {
        book.vacate(link.number(), filter);
    }
}
