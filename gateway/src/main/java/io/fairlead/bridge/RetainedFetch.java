package io.fairlead.bridge;

import io.fairlead.broker.Broker;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkListener;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.LinkUp;
import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches retained messages over a link of its own: subscribes, takes what bears RETAIN, unsubscribes. Owned by the link's
 * loop; {@link #request} may be called on any.
 *
 * <p>One round at a time. All who wait when it is written share it, as many filters as do not overlap go into it, and those
 * that come later wait for the next.
 */
final class RetainedFetch implements LinkListener {

    private static final Logger log = LoggerFactory.getLogger(RetainedFetch.class);

    /** Where fetched messages go; called on its own loop, in order. */
    interface Sink {
        LoopSessions home();

        /** The fetch for all tickets up to this one has been written to the broker. */
        void onBegan(long ticket);

        void onValue(Message message);

        /**
         * The fetch for all tickets up to this one is over.
         *
         * @param complete whether everything that is retained was handed over
         */
        void onDone(long ticket, boolean complete);
    }

    // As long as the node.
    private final LoopSessions home;
    private final NodeSettings.Retained bounds;
    private @Nullable BrokerLink link;

    // Until the next round.
    private final Map<TopicFilter, Map<Sink, Long>> waiting = new LinkedHashMap<>();

    // While a round is under way.
    private @Nullable FetchRound round;

    RetainedFetch(LoopSessions home, NodeSettings.Retained bounds) {
        this.home = home;
        this.bounds = bounds;
    }

    /** Opens the link. On its loop. */
    void open(Broker broker, String clientId) {
        LinkOptions options = new LinkOptions(
                clientId,
                true,
                Duration.ZERO,
                LinkOptions.MAX_RECEIVE_MAXIMUM,
                false,
                home.loop().group());
        link = broker.open(options, this);
        next();
    }

    /** Ends the link. On its loop. */
    void close(Runnable done) {
        if (link == null) {
            done.run();
        } else {
            link.close(false, done);
        }
    }

    /** Asks for what is retained under a filter. Any thread. */
    void request(TopicFilter filter, Sink sink, long ticket) {
        home.run(() -> {
            waiting.computeIfAbsent(filter, name -> new LinkedHashMap<>()).merge(sink, ticket, Math::max);
            next();
        });
    }

    private void next() {
        if (round != null || waiting.isEmpty() || link == null || !link.isUp()) {
            return;
        }
        FetchRound begun =
                FetchRound.takeFrom(waiting, bounds.perFetch(), link.up().maximumPacketBytes());
        if (!link.up().retainAvailable()) {
            begun.done(true);
            next();
            return;
        }
        round = begun;
        home.meters().fetches.increment();
        begun.began();
        link.subscribe(begun.subscriptions(), outcomes -> {
            begun.answered(outcomes);
            watch(begun, bounds.quiet());
        });
        after(bounds.patience(), () -> end(begun));
    }

    /**
     * Ends a round once nothing has come for a while. A broker may send what is retained after it has confirmed the
     * subscription, and some even after it has confirmed that it ended, so that silence is the only sign.
     */
    private void watch(FetchRound watched, Duration quiet) {
        long seen = watched.values();
        after(quiet, () -> {
            if (watched.values() == seen) {
                end(watched);
            } else {
                watch(watched, quiet);
            }
        });
    }

    /** A broker may refuse even to end it, which must not end all fetching; a link that is lost is dealt with by onDown. */
    private void end(FetchRound ended) {
        BrokerLink by = link;
        if (round != ended || ended.isEnding() || by == null) {
            return;
        }
        ended.ending();
        by.unsubscribe(ended.filters(), confirmed -> {
            if (round == ended && (confirmed || by.isUp())) {
                round = null;
                ended.done(true);
                next();
            }
        });
    }

    private void after(Duration delay, Runnable task) {
        var unused = home.loop().eventLoop().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }

    @Override
    public void onUp(LinkUp up) {
        next();
    }

    /** What was under way is asked for again when the link returns. */
    @Override
    public void onDown(LinkDown down) {
        FetchRound lost = round;
        round = null;
        if (lost != null) {
            lost.giveBack(waiting);
        }
    }

    @Override
    public void onMessage(Message message, Runnable acknowledgement) {
        FetchRound current = round;
        if (current != null && message.retain()) {
            home.meters().fetched.increment();
            current.value(message);
            if (current.isSatisfied()) {
                end(current);
            }
        }
        acknowledgement.run();
    }

    static void warnTooMany(TopicFilter filter, int most) {
        log.warn(
                "more than {} retained messages match {}: those who subscribe to it get the first {} only; retain fewer or"
                        + " subscribe to narrower channels",
                most,
                filter,
                most);
    }
}
