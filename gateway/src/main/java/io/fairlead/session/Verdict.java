package io.fairlead.session;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import io.fairlead.identity.revocation.Revocations;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an authentication means for a session. */
public final class Verdict {

    static final String NOT_IN_TIME = "the gateway could not check the token in time; try again";

    private static final int MAX_USER_BYTES = 1024;

    private Verdict() {}

    /**
     * The identity that was verified.
     *
     * @throws Refusal if none was, or it does not hold any more, or its user's name can be none
     */
    public static Identity identity(AuthOutcome outcome, long nowMillis) {
        if (outcome instanceof AuthOutcome.Expired expired) {
            throw new Refusal(Reason.TOKEN_EXPIRED, expired.why());
        }
        if (outcome instanceof AuthOutcome.Rejected rejected) {
            throw new Refusal(Reason.UNAUTHENTICATED, rejected.why());
        }
        if (outcome instanceof AuthOutcome.Unavailable unavailable) {
            throw new Refusal(Reason.AUTH_UNAVAILABLE, unavailable.why(), unavailable.retryAfterMillis());
        }
        Identity identity = ((AuthOutcome.Verified) outcome).identity();
        checkEnd(identity, nowMillis);
        String user = identity.user();
        if (user != null && !MqttText.isName(user, MAX_USER_BYTES, "")) {
            throw new Refusal(
                    Reason.UNAUTHENTICATED,
                    "the token's user is empty, longer than " + MAX_USER_BYTES
                            + " bytes, or has control characters; give the user another name");
        }
        return identity;
    }

    /**
     * Why somebody who was verified may not stay: credentials were revoked, or have ended. Null if nothing is the matter.
     *
     * @param client the name that the client has or asks for; null if it leaves that to the gateway
     */
    public static @Nullable Refusal refusal(
            Revocations revoked, Identity identity, @Nullable String client, long nowMillis) {
        try {
            identity(revoked.check(new AuthOutcome.Verified(identity), client), nowMillis);
            return null;
        } catch (Refusal refusal) {
            return refusal;
        }
    }

    private static void checkEnd(Identity identity, long nowMillis) {
        Instant ends = identity.ends();
        if (ends != null && !ends.isAfter(Instant.ofEpochMilli(nowMillis))) {
            throw new Refusal(
                    Reason.TOKEN_EXPIRED,
                    "the token expired at " + identity.expires() + "; come back with a fresh one");
        }
    }
}
