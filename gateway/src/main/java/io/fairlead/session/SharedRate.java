package io.fairlead.session;

import io.fairlead.topicmap.Rate;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate that several threads draw on: a token bucket in one number, which says when all that was taken will be earned (the
 * generic cell rate algorithm of ITU-T I.371). It takes no lock and makes no object. Times are in milliseconds since 1970.
 */
final class SharedRate {

    private static final long NANOS = 1_000_000;
    private static final long LONGEST_DEBT_NANOS = 60_000 * NANOS;

    private final double nanosEach;
    private final long burstNanos;
    /** In nanoseconds since 1970, until the year 2262. */
    private final AtomicLong earnedAt = new AtomicLong();

    SharedRate(Rate rate) {
        this.nanosEach = 1e9 / rate.perSecond();
        this.burstNanos = (long) (rate.burst() * nanosEach);
    }

    /** Takes one. Returns 0 if there was one, otherwise the milliseconds until there will be, at least 1. */
    long take(long nowMillis) {
        long now = nowMillis * NANOS;
        long cost = (long) nanosEach;
        while (true) {
            long known = earnedAt.get();
            long next = earned(known, now) + cost;
            long tooEarly = next - now - burstNanos;
            if (tooEarly > 0) {
                return millis(tooEarly);
            }
            if (earnedAt.compareAndSet(known, next)) {
                return 0;
            }
        }
    }

    /** Takes so many, also if there are fewer. Returns for how many milliseconds nothing is to follow; 0 if something may. */
    long spend(long many, long nowMillis) {
        long now = nowMillis * NANOS;
        long cost = (long) (many * nanosEach);
        while (true) {
            long known = earnedAt.get();
            long next = earned(known, now) + cost;
            if (earnedAt.compareAndSet(known, next)) {
                long tooEarly = next - now - burstNanos;
                return tooEarly > 0 ? millis(tooEarly) : 0;
            }
        }
    }

    /** Whether nothing of it is taken. */
    boolean isFull(long nowMillis) {
        return earnedAt.get() <= nowMillis * NANOS;
    }

    /** A debt of more than a minute was made before the clock was set back, or by one giant: it is forgotten. */
    private long earned(long known, long now) {
        return known - now > burstNanos + LONGEST_DEBT_NANOS ? now : Math.max(known, now);
    }

    private static long millis(long nanos) {
        return Math.max(1, (nanos + NANOS - 1) / NANOS);
    }
}
