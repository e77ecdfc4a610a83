package io.fairlead.session;

import org.jspecify.annotations.Nullable;

/**
 * A command that cannot be done: thrown where the command is judged, before it had any effect, and answered in one place.
 * It costs no stack trace, since it tells of a client's mistake and not of ours.
 */
public final class Refusal extends RuntimeException {

    /** Says that nobody knows when to try again. */
    static final long NO_TIME = -1;

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String why;
    private final long retryAfterMillis;
    private final @Nullable Limit limit;

    /** @param why a sentence that names what failed and what to do */
    Refusal(Reason reason, String why) {
        this(reason, why, NO_TIME, null);
    }

    Refusal(Reason reason, String why, long retryAfterMillis) {
        this(reason, why, retryAfterMillis, null);
    }

    /** A limit is reached; nobody knows for how long. */
    Refusal(Reason reason, String why, Limit limit) {
        this(reason, why, NO_TIME, limit);
    }

    private Refusal(Reason reason, String why, long retryAfterMillis, @Nullable Limit limit) {
        super(why, null, false, false);
        this.reason = reason;
        this.why = why;
        this.retryAfterMillis = retryAfterMillis;
        this.limit = limit;
    }

    /**
     * Something came more often than it may.
     *
     * @param whose whose limit it is and for what, up to the number: "this client may send"
     * @param what what it is a number of
     */
    static Refusal tooOften(String whose, double perSecond, String what, Limit limit, long retryAfterMillis) {
        String why = whose + " " + plain(perSecond) + " " + what + " a second (" + limit.key() + "); slow down";
        return new Refusal(Reason.RATE_LIMITED, why, retryAfterMillis, limit);
    }

    /** As it stands in a file: 5, not 5.0. */
    private static String plain(double rate) {
        return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
    }

    public Reason reason() {
        return reason;
    }

    public String why() {
        return why;
    }

    /** The limit that refuses it; null if none does. */
    @Nullable
    Limit limit() {
        return limit;
    }

    /** When to try again, in milliseconds from now; {@link #NO_TIME} if nobody knows. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
