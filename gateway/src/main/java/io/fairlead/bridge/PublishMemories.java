package io.fairlead.bridge;

import io.fairlead.metrics.LoopMeters;
import io.fairlead.session.ClientKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the node remembers of its clients' publishes: each client's by itself, within a bound for all. Any thread.
 *
 * <p>Past that bound a client that remembers more than its share pays for what it adds; one that does not, has those pay that
 * are found to, so that one busy client does not cost a thousand quiet ones their memory.
 */
final class PublishMemories {

    /** How many clients are looked at for one that remembers more than its share. */
    private static final int LOOKED_AT = 16;

    /** How many ids are forgotten in one go for their age; a loop has other things to do. */
    private static final int SWEPT_AT_ONCE = 1_000;

    /** How many sweeps there are in the life of an id. */
    private static final int SWEEPS = 8;

    private static final long MIN_PERIOD_MILLIS = 100;

    private final NodeSettings.Memory bounds;
    private final ConcurrentHashMap<ClientKey, PublishMemory> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger remembered = new AtomicInteger();
    private Iterator<PublishMemory> hand = Collections.emptyIterator();
    private volatile @Nullable ScheduledFuture<?> sweeping;

    PublishMemories(NodeSettings.Memory bounds) {
        this.bounds = bounds;
    }

    NodeSettings.Memory bounds() {
        return bounds;
    }

    /** The memory of a client, for a session that begins to publish; the session leaves it at its end. */
    PublishMemory enter(ClientKey client) {
        return byClient.compute(client, (key, known) -> {
            PublishMemory memory = known == null ? new PublishMemory(this) : known;
            memory.enter();
            return memory;
        });
    }

    /** Counts what is remembered of all clients. Called by their memories, on the loop of these meters. */
    void count(int change, LoopMeters meters) {
        remembered.addAndGet(change);
        meters.publishesRemembered.add(change);
    }

    /** How many ids are remembered. */
    int size() {
        return remembered.get();
    }

    /** How many clients are known. */
    int clients() {
        return byClient.size();
    }

    /** Forgets as much as the bound asks for, after a client has had something remembered. */
    void makeRoom(PublishMemory by, LoopMeters meters) {
        while (remembered.get() > bounds.ids()) {
            int share = bounds.ids() / Math.max(1, byClient.size());
            boolean forgotten = by.size() <= share && forgetElsewhere(share, meters);
            if (!forgotten && !by.forgetEldest(meters)) {
                return;
            }
            meters.publishesForgotten.increment();
        }
    }

    private synchronized boolean forgetElsewhere(int share, LoopMeters meters) {
        PublishMemory any = null;
        for (int i = 0; i < LOOKED_AT; i++) {
            if (!hand.hasNext()) {
                hand = byClient.values().iterator();
            }
            PublishMemory next = hand.hasNext() ? hand.next() : null;
            if (next != null && next.size() > share) {
                return next.forgetEldest(meters);
            }
            any = next != null && next.size() > 0 ? next : any;
        }
        return any != null && any.forgetEldest(meters);
    }

    /** Forgets what is old from now on, now and then, on this loop. */
    void sweepOn(LoopSessions home) {
        long period = Math.max(MIN_PERIOD_MILLIS, bounds.age().toMillis() / SWEEPS);
        sweeping = home.loop()
                .eventLoop()
                .scheduleWithFixedDelay(
                        () -> sweep(byClient.keySet().iterator(), home), period, period, TimeUnit.MILLISECONDS);
    }

    private void sweep(Iterator<ClientKey> clients, LoopSessions home) {
        int work = 0;
        while (clients.hasNext()) {
            work += 1 + expire(clients.next(), System.nanoTime(), home.meters());
            if (work > SWEPT_AT_ONCE) {
                home.runLater(() -> sweep(clients, home));
                return;
            }
        }
    }

    /** Forgets what is old of a client, and the client itself if nothing is left. Returns how many ids that were. */
    int expire(ClientKey client, long nowNanos, LoopMeters meters) {
        PublishMemory memory = byClient.get(client);
        int forgotten = memory == null ? 0 : memory.expire(nowNanos, meters);
        byClient.computeIfPresent(client, (key, known) -> known.isIdle() ? null : known);
        return forgotten;
    }

    void close() {
        ScheduledFuture<?> running = sweeping;
        if (running != null) {
            running.cancel(false);
        }
    }
}
