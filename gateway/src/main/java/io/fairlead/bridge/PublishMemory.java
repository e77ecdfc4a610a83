package io.fairlead.bridge;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.session.CommandId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is under way of one client's publishes, and what became of those before it, across its sessions. Any thread: sessions
 * begin on their own loops, outcomes come on the loop of the link. Times are those of {@link System#nanoTime()}.
 *
 * <p>While anything is under way, all that follows takes the same link, whatever loop the client has come back on: on another
 * one it could overtake what waits.
 */
final class PublishMemory {

    /** Longer words of a broker are not worth keeping. */
    private static final int MAX_WORDS = 200;

    /**
     * Which publish it is, among the client's. The same number as a string is another one.
     *
     * @param instance the page load that counts the ids; empty if the client did not say
     */
    record Key(String instance, CommandId id) {}

    /** What is to be done for a publish. */
    sealed interface Step {}

    /** It repeats one that is over: nothing, this is how it ended. */
    record Over(PublishOutcome outcome) implements Step {}

    /** It repeats one that is under way: nothing, its outcome will be told. */
    record Joined() implements Step {}

    /** It is to be published. Changed under the memory's monitor while it is under way, and by nobody afterwards. */
    static final class Flight implements Step {

        private final @Nullable Key key;
        private final int link;
        private final Consumer<PublishOutcome> first;
        private @Nullable List<Consumer<PublishOutcome>> others;
        private boolean over;

        private Flight(@Nullable Key key, int link, Consumer<PublishOutcome> first) {
            this.key = key;
            this.link = link;
            this.first = first;
        }

        /** The number of the link to publish it on. */
        int link() {
            return link;
        }

        private void join(Consumer<PublishOutcome> waiter) {
            if (others == null) {
                others = new ArrayList<>(1);
            }
            others.add(waiter);
        }

        private void tell(PublishOutcome outcome) {
            first.accept(outcome);
            if (others != null) {
                others.forEach(other -> other.accept(outcome));
            }
        }
    }

    private record Ended(PublishOutcome outcome, long atNanos) {}

    private static final Joined JOINED = new Joined();

    private final PublishMemories all;
    private final Map<Key, Flight> underWay = new HashMap<>(4);
    /** The one that ended first comes first. */
    private final LinkedHashMap<Key, Ended> ended = new LinkedHashMap<>(8);

    private int sessions;
    private int flying;
    private int link;

    PublishMemory(PublishMemories all) {
        this.all = all;
    }

    synchronized void enter() {
        sessions++;
    }

    /** A session of the client's has ended; what it has under way goes on. */
    synchronized void leave() {
        sessions--;
    }

    /** Whether there is nothing to keep it for. */
    synchronized boolean isIdle() {
        return sessions == 0 && flying == 0 && ended.isEmpty();
    }

    /** How many ids it remembers. */
    synchronized int size() {
        return ended.size();
    }

    /**
     * A session publishes.
     *
     * @param key null for a publish without id, which is not remembered
     * @param again whether it may repeat an earlier one
     * @param own the number of the link of the session's loop
     * @param waiter is told the outcome, on any thread, unless the step says it
     */
    synchronized Step begin(
            @Nullable Key key,
            boolean again,
            int own,
            Consumer<PublishOutcome> waiter,
            long nowNanos,
            LoopMeters meters) {
        if (key == null) {
            return fly(null, own, waiter);
        }
        Step repeated = again ? repeated(key, waiter, nowNanos, meters) : null;
        if (repeated != null) {
            return repeated;
        }
        if (ended.remove(key) != null) {
            all.count(-1, meters);
        }
        Flight flight = fly(key, own, waiter);
        underWay.put(key, flight);
        return flight;
    }

    private @Nullable Step repeated(Key key, Consumer<PublishOutcome> waiter, long nowNanos, LoopMeters meters) {
        Flight flight = underWay.get(key);
        if (flight != null) {
            flight.join(waiter);
            meters.repeatsJoined.increment();
            return JOINED;
        }
        Ended known = ended.get(key);
        if (known == null || isOld(known, nowNanos)) {
            return null;
        }
        meters.repeatsAnswered.increment();
        return new Over(known.outcome());
    }

    private Flight fly(@Nullable Key key, int own, Consumer<PublishOutcome> waiter) {
        if (flying == 0) {
            link = own;
        }
        flying++;
        return new Flight(key, link, waiter);
    }

    /** A publish has ended: tells all who wait for it, once, and remembers it unless its outcome is none to rely on. */
    void end(Flight flight, PublishOutcome outcome, long nowNanos, LoopMeters meters) {
        if (take(flight, outcome, nowNanos, meters)) {
            flight.tell(outcome);
        }
    }

    private synchronized boolean take(Flight flight, PublishOutcome outcome, long nowNanos, LoopMeters meters) {
        if (flight.over) {
            return false;
        }
        flight.over = true;
        flying--;
        Key key = flight.key;
        if (key != null && underWay.remove(key, flight) && isLasting(outcome)) {
            ended.put(key, new Ended(brief(outcome), nowNanos));
            all.count(1, meters);
            expire(nowNanos, meters);
            while (ended.size() > all.bounds().idsPerClient()) {
                forgetEldest(meters);
            }
        }
        return true;
    }

    /** Whether a repeat would end the same way. */
    private static boolean isLasting(PublishOutcome outcome) {
        return outcome instanceof PublishOutcome.Accepted
                || outcome instanceof PublishOutcome.Written
                || outcome instanceof PublishOutcome.Refused;
    }

    private static PublishOutcome brief(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Refused refused && refused.text().length() > MAX_WORDS) {
            return new PublishOutcome.Refused(refused.code(), refused.text().substring(0, MAX_WORDS) + "…");
        }
        return outcome;
    }

    /** Forgets what is old. Returns how many that were. */
    synchronized int expire(long nowNanos, LoopMeters meters) {
        int before = ended.size();
        Iterator<Ended> eldest = ended.values().iterator();
        while (eldest.hasNext() && isOld(eldest.next(), nowNanos)) {
            eldest.remove();
        }
        int forgotten = before - ended.size();
        if (forgotten > 0) {
            all.count(-forgotten, meters);
        }
        return forgotten;
    }

    private boolean isOld(Ended one, long nowNanos) {
        return nowNanos - one.atNanos() >= all.bounds().age().toNanos();
    }

    /** Forgets the one that ended first. Returns whether there was one. */
    synchronized boolean forgetEldest(LoopMeters meters) {
        Iterator<Key> eldest = ended.keySet().iterator();
        if (!eldest.hasNext()) {
            return false;
        }
        eldest.next();
        eldest.remove();
        all.count(-1, meters);
        return true;
    }
}
