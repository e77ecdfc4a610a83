package io.fairlead.bridge;

import java.time.Duration;

/**
 * How long a durable link that the broker closed without a reason waits to hear another node's claim, before it claims the
 * session again: longer each time, where it is closed again and again, until it has stayed up for a while. Owned by the
 * link's loop; times are those of {@link System#nanoTime()}.
 */
final class ClaimWait {

    /** Up for as long, a link has come to rest. */
    static final Duration REST = Duration.ofSeconds(10);

    private static final int MOST_DOUBLINGS = 6;

    private final Duration least;
    private int closes;
    private long upSinceNanos;

    ClaimWait(Duration least) {
        this.least = least;
    }

    void onUp(long nowNanos) {
        upSinceNanos = nowNanos;
    }

    /** The link was closed; returns how long it waits. */
    Duration onClosed(long nowNanos) {
        if (nowNanos - upSinceNanos >= REST.toNanos()) {
            closes = 0;
        }
        return least.multipliedBy(1L << Math.min(closes++, MOST_DOUBLINGS));
    }
}
