package io.fairlead.session;

import org.jspecify.annotations.Nullable;

/** Counts a client's frames that are none, and ends a session that makes a habit of them. */
final class Violations {

    /** How many are borne within {@link #WINDOW_MILLIS}. */
    static final int BORNE = 10;

    static final long WINDOW_MILLIS = 10_000;

    private final Outbox out;
    private long windowStart = Long.MIN_VALUE / 2;
    private int count;

    Violations(Outbox out) {
        this.out = out;
    }

    /** Answers a command that breaks the protocol, or closes with 4500 if it is one too many. */
    void answer(@Nullable CommandId id, Reason reason, String why, long nowMillis) {
        if (reason != Reason.UNKNOWN_TYPE && isOneTooMany(nowMillis)) {
            out.close(Reason.BAD_FRAME, "more than " + BORNE + " bad frames within 10 s; the last one: " + why);
        } else {
            out.fail(id, reason, why);
        }
    }

    private boolean isOneTooMany(long nowMillis) {
        if (nowMillis - windowStart >= WINDOW_MILLIS) {
            windowStart = nowMillis;
            count = 0;
        }
        return ++count > BORNE;
    }
}
