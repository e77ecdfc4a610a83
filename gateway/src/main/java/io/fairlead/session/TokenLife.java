package io.fairlead.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a session's token holds: the client is warned a minute before the end, or when three quarters of a shorter life are over. */
final class TokenLife {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long NOTICE_MILLIS = 60_000;

    /** What is later cannot be told in milliseconds, and nobody will see it. */
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final long endMillis;
    private long warnMillis;

    TokenLife(@Nullable Instant expires, long nowMillis) {
        endMillis = expires == null || expires.isAfter(LAST) ? NEVER : expires.toEpochMilli();
        warnMillis = endMillis == NEVER ? NEVER : warnAt(endMillis, nowMillis);
    }

    private static long warnAt(long endMillis, long nowMillis) {
        long life = endMillis - nowMillis;
        return life > NOTICE_MILLIS ? endMillis - NOTICE_MILLIS : nowMillis + life * 3 / 4;
    }

    /** When something is due next, in milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
    long deadline() {
        return Math.min(warnMillis, endMillis);
    }

    boolean isOver(long nowMillis) {
        return nowMillis >= endMillis;
    }

    /** Whether the client is to be warned now; true once. */
    boolean takeWarning(long nowMillis) {
        boolean due = nowMillis >= warnMillis;
        if (due) {
            warnMillis = NEVER;
        }
        return due;
    }

    /** Milliseconds to the end. */
    long left(long nowMillis) {
        return endMillis - nowMillis;
    }
}
