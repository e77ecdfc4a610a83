package io.fairlead.session;

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

    /** @param why a sentence that names what failed and what to do */
    Refusal(Reason reason, String why) {
        this(reason, why, NO_TIME);
    }

    Refusal(Reason reason, String why, long retryAfterMillis) {
        super(why, null, false, false);
        this.reason = reason;
        this.why = why;
        this.retryAfterMillis = retryAfterMillis;
    }

    public Reason reason() {
        return reason;
    }

    public String why() {
        return why;
    }

    /** When to try again, in milliseconds from now; {@link #NO_TIME} if nobody knows. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
