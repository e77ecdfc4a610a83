package io.fairlead.identity.revocation;

import java.time.Instant;

/**
 * The latest word about a subject's credentials: that they are void, or not any more. Of two words about one subject the later
 * counts, so that nodes that hear them in another order, or twice, come to the same.
 *
 * @param at when it was said, to the millisecond: what was issued before is void
 * @param until when it ends; not after {@code at} where it takes an earlier word back
 * @param kept how long it is remembered: as long as it or any that it took the place of would last, so that none of those comes
 *     back
 */
public record Revocation(Subject subject, Instant at, Instant until, Instant kept) {

    /** Whether it voids anything now. */
    public boolean isInForce(Instant now) {
        return !isLift() && until.isAfter(now);
    }

    /** Whether it takes an earlier word back. */
    public boolean isLift() {
        return !until.isAfter(at);
    }

    /** Whether this word counts, and not the other. At the same moment, the longer one does. */
    boolean isLaterThan(Revocation other) {
        return at.equals(other.at) ? until.isAfter(other.until) : at.isAfter(other.at);
    }

    Revocation keptUntil(Instant end) {
        return end.isAfter(kept) ? new Revocation(subject, at, until, end) : this;
    }
}
