package io.fairlead.identity.revocation;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What revocations mean for somebody who showed credentials that hold otherwise.
 *
 * @param inForce the revocation of a subject that is in force now; null if there is none
 */
record Screening(Function<Subject, @Nullable Revocation> inForce) {

    private static final double MILLIS = 1_000;

    /** Why the credentials are void; null if they are not. */
    @Nullable
    AuthOutcome refusal(Identity identity, @Nullable String client) {
        String tokenId = identity.tokenId();
        if (tokenId != null && find(Subject.ofToken(tokenId)) != null) {
            return new AuthOutcome.Expired("this token was revoked; come back with a fresh one");
        }
        String user = identity.user();
        Instant issued = issued(identity);
        Revocation ofUser = user == null ? null : find(Subject.ofUser(user));
        if (ofUser != null && voids(ofUser, issued)) {
            return refusal("this user's", ofUser, issued);
        }
        Revocation ofClient = client == null ? null : find(Subject.ofClient(user, client));
        return ofClient != null && voids(ofClient, issued) ? refusal("this client's", ofClient, issued) : null;
    }

    private @Nullable Revocation find(Subject subject) {
        return inForce.apply(subject);
    }

    private static boolean voids(Revocation revocation, @Nullable Instant issued) {
        return issued == null || issued.isBefore(revocation.at());
    }

    private static AuthOutcome refusal(String whose, Revocation revocation, @Nullable Instant issued) {
        return new AuthOutcome.Rejected(
                issued == null
                        ? whose
                                + " credentials were revoked, and these do not say when they were issued: they are refused"
                                + " until " + revocation.until()
                        : whose + " credentials issued before " + revocation.at()
                                + " were revoked; sign in again for fresh ones");
    }

    /** When the credentials were issued, as far as they say: the claim {@code iat}, in seconds since 1970. */
    private static @Nullable Instant issued(Identity identity) {
        if (!(identity.claims().get("iat") instanceof Number seconds) || !Double.isFinite(seconds.doubleValue())) {
            return null;
        }
        return Instant.ofEpochMilli(Math.round(seconds.doubleValue() * MILLIS));
    }
}
