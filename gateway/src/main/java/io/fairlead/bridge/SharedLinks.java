package io.fairlead.bridge;

import io.fairlead.broker.Broker;
import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.topic.Message;
import io.fairlead.topicmap.SubscribeGrant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's links to the broker: one for each loop, those opened for overlapping filters, and the one that fetches. Any thread. */
final class SharedLinks {

    private static final Logger log = LoggerFactory.getLogger(SharedLinks.class);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final NodeSettings settings;
    private final Broker broker;
    private final List<LoopSessions> homes;
    private final FilterBook book;
    private final Claims claims;
    private final RevocationFeed revocations;
    private final List<NodeTopic> topics;
    private final BrokerHealth health = new BrokerHealth();
    private final RetainedFetch fetch;
    private final AtomicReferenceArray<@Nullable SharedLink> links;
    private final String epochStart =
            Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX) + ".";
    private final AtomicLong epochs = new AtomicLong();

    /**
     * Links that are not open yet.
     *
     * @param claimed is told every claim of a client's own broker session, on the first loop
     * @param known what is known of revocations
     * @param revoked is told every revocation that is news, on the first loop
     */
    SharedLinks(
            NodeSettings settings,
            Broker broker,
            List<LoopSessions> homes,
            Consumer<Claim> claimed,
            Revocations known,
            Consumer<Revocation> revoked) {
        int most = Math.max(settings.maxLinks(), homes.size());
        this.settings = settings;
        this.broker = broker;
        this.homes = homes;
        this.book = new FilterBook(most);
        this.fetch = new RetainedFetch(homes.get(0), settings.retained());
        this.links = new AtomicReferenceArray<>(most);
        this.claims = new Claims(() -> link(0).link(), homes.get(0), settings, claimed);
        this.revocations = new RevocationFeed(() -> link(0).link(), homes.get(0), settings, known, revoked);
        this.topics = List.of(claims, revocations);
    }

    /** Opens the link of each loop, and the one that fetches. */
    void open() {
        for (int i = 0; i < homes.size(); i++) {
            link(i);
        }
        homes.get(0).run(() -> fetch.open(broker, "fl.f." + settings.name()));
        revocations.start();
    }

    /** The link with this number, opened if it is not yet. What is run on its loop afterwards finds it open. */
    SharedLink link(int number) {
        SharedLink known = links.get(number);
        return known != null ? known : openOnce(number);
    }

    /** Whether the link with this number was opened. */
    boolean isOpened(int number) {
        return links.get(number) != null;
    }

    private synchronized SharedLink openOnce(int number) {
        SharedLink known = links.get(number);
        if (known != null) {
            return known;
        }
        LoopSessions home = homes.get(number % homes.size());
        SharedLink made = new SharedLink(number, home, this);
        home.run(() -> made.open(broker));
        links.set(number, made);
        return made;
    }

    /** Wants a broker filter for one more subscriber of a loop, and names the link that serves it. */
    SharedLink use(SubscribeGrant grant, LoopSessions home) {
        return link(book.use(grant.filter(), grant.qos(), home.index()));
    }

    /** Ends all links and waits a moment for them; not to be called on a loop. */
    void close() {
        health.closing();
        revocations.close();
        List<SharedLink> open = new ArrayList<>();
        for (int i = 0; i < links.length(); i++) {
            SharedLink one = links.get(i);
            if (one != null) {
                open.add(one);
            }
        }
        CountDownLatch closing = new CountDownLatch(open.size() + 1);
        open.forEach(one -> one.home().run(() -> one.close(closing::countDown)));
        homes.get(0).run(() -> fetch.close(closing::countDown));
        await(closing);
    }

    private static void await(CountDownLatch closing) {
        try {
            if (!closing.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("the broker did not confirm the end of {} links within {}", closing.getCount(), CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A name for a link that no link of another node or process has. */
    String unique(int link) {
        return epochStart + link;
    }

    String nextEpoch() {
        return epochStart + Long.toString(epochs.getAndIncrement(), Character.MAX_RADIX);
    }

    NodeSettings settings() {
        return settings;
    }

    FilterBook book() {
        return book;
    }

    Claims claims() {
        return claims;
    }

    RevocationFeed revocations() {
        return revocations;
    }

    /** What nodes tell each other, over the first link. */
    List<NodeTopic> topics() {
        return topics;
    }

    /** Takes a message by which nodes tell each other something; returns whether it is one. Any loop. */
    boolean takes(Message message, int linkNumber) {
        for (int i = 0; i < topics.size(); i++) {
            if (topics.get(i).takes(message, linkNumber)) {
                return true;
            }
        }
        return false;
    }

    BrokerHealth health() {
        return health;
    }

    RetainedFetch fetch() {
        return fetch;
    }

    List<LoopSessions> homes() {
        return homes;
    }

    int loops() {
        return homes.size();
    }
}
