package io.fairlead.shares;

import io.fairlead.session.Effect;
import io.fairlead.session.Reason;

/**
 * Why a connection is not taken, or ended.
 *
 * @param why a sentence for who must act on it
 * @param retryAfterMillis when to come back, in milliseconds from now
 */
public record Turnaway(Limit limit, String why, long retryAfterMillis) {

    /** What a client is told. */
    public Reason reason() {
        return limit.reason();
    }

    /** The same, as a session closes its connection. */
    public Effect.Close close() {
        return new Effect.Close(reason(), why, retryAfterMillis);
    }
}
