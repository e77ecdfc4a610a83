package io.fairlead.session;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who a connected client is, until when, and the one fresh token that is being checked. Pure: time is an argument, in
 * milliseconds since 1970, the next deadline a question, and what is to be done goes to {@link Events}. For one thread.
 *
 * @param <B> by what a client shows a fresh token, so that the answer finds its way
 */
public final class Stay<B> {

    private static final long NEVER = Long.MAX_VALUE;

    /** What is to be done; called during the call that it follows from. */
    public interface Events<B> {

        /** Find out who shows this token; answered by {@link #onOutcome} with the same number. */
        void check(long number, String token);

        /** The fresh token holds, and the identity is this from now on. */
        void renewed(B by, Identity identity);

        /** The fresh token does not hold, or may not be shown now. The identity stays what it was. */
        void refused(B by, Refusal refusal);

        /** The credentials end soon; comes once for each. */
        void expiring(long inMillis);

        /** The credentials have ended, and the client's stay with them. */
        void expired();
    }

    // As long as the connection.
    private final long timeoutMillis;
    private final LongSupplier numbers;
    private final Events<B> events;

    // As long as a token.
    private Identity identity;
    private TokenLife life;

    // While a fresh token is being checked.
    private @Nullable Pending<B> pending;

    private record Pending<B>(long number, B by, long deadline) {}

    /**
     * @param timeoutMillis how long checking a token may take
     * @param numbers gives a number that it never gave before
     */
    public Stay(Identity identity, long timeoutMillis, LongSupplier numbers, Events<B> events, long nowMillis) {
        this.identity = identity;
        this.timeoutMillis = timeoutMillis;
        this.numbers = numbers;
        this.events = events;
        this.life = new TokenLife(identity, nowMillis);
    }

    public Identity identity() {
        return identity;
    }

    /** The client shows a fresh token. One at a time is checked. */
    public void renew(B by, String token, long nowMillis) {
        if (pending != null) {
            events.refused(
                    by,
                    new Refusal(
                            Reason.RATE_LIMITED,
                            "the token sent before is still being checked; wait for the answer to it"));
            return;
        }
        long number = numbers.getAsLong();
        pending = new Pending<>(number, by, nowMillis + timeoutMillis);
        events.check(number, token);
    }

    /** Answers {@link Events#check}. An answer that nobody waits for any more is ignored. */
    public void onOutcome(long number, AuthOutcome outcome, long nowMillis) {
        Pending<B> asked = pending;
        if (asked == null || asked.number() != number) {
            return;
        }
        pending = null;
        try {
            accept(outcome, nowMillis);
        } catch (Refusal refusal) {
            events.refused(asked.by(), refusal);
            return;
        }
        events.renewed(asked.by(), identity);
    }

    private void accept(AuthOutcome outcome, long nowMillis) {
        Identity fresh = Verdict.identity(outcome, nowMillis);
        if (!Objects.equals(fresh.user(), identity.user())) {
            throw new Refusal(
                    Reason.FORBIDDEN,
                    "the token is another user's, and a session keeps its user; open a new connection for that user");
        }
        identity = fresh;
        life = new TokenLife(fresh, nowMillis);
    }

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. May change with every call. */
    public long deadline() {
        return Math.min(life.deadline(), pending == null ? NEVER : pending.deadline());
    }

    /** Warns of the end, tells it, and gives up on an authenticator that does not answer. Does no harm when it comes early. */
    public void onDeadline(long nowMillis) {
        if (life.isOver(nowMillis)) {
            events.expired();
        } else if (life.takeWarning(nowMillis)) {
            events.expiring(life.left(nowMillis));
        }
        Pending<B> asked = pending;
        if (asked != null && nowMillis >= asked.deadline()) {
            pending = null;
            events.refused(asked.by(), new Refusal(Reason.INTERNAL, Verdict.NOT_IN_TIME));
        }
    }
}
