package io.fairlead.session;

import io.fairlead.identity.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a session's token holds: the client is warned a minute before its end, or when three quarters of a shorter life are
 * over. What the clocks may differ by comes after that end, for clients that are late.
 */
final class TokenLife {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long NOTICE_MILLIS = 60_000;

    /** What is later cannot be told in milliseconds, and nobody will see it. */
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final long toldMillis;
    private final long endMillis;
    private long warnMillis;

    TokenLife(Identity identity, long nowMillis) {
        toldMillis = millis(identity.expires());
        endMillis = millis(identity.ends());
        warnMillis = toldMillis == NEVER ? NEVER : warnAt(toldMillis, nowMillis);
    }

    private static long millis(@Nullable Instant end) {
        return end == null || end.isAfter(LAST) ? NEVER : end.toEpochMilli();
    }

    private static long warnAt(long toldMillis, long nowMillis) {
        long life = Math.max(0, toldMillis - nowMillis);
        return life > NOTICE_MILLIS ? toldMillis - NOTICE_MILLIS : nowMillis + life * 3 / 4;
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

    /** Milliseconds to the end that the client knows; 0 where that is past. */
    long left(long nowMillis) {
        return Math.max(0, toldMillis - nowMillis);
    }
}
