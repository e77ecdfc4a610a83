package io.fairlead.it;

import io.fairlead.identity.jwt.JwtSigner;
import java.time.Instant;
import java.util.Map;

/** Tokens that a {@link GatewayProcess} believes. */
public final class Tokens {

    static final String SECRET = "a secret of tests, which is no secret";

    private static final JwtSigner SIGNER = new JwtSigner(SECRET);

    private Tokens() {}

    /** A token of a user, with an id of its own, issued at this time and good for an hour. */
    public static String issued(String user, String id, Instant at) {
        long seconds = at.getEpochSecond();
        return SIGNER.sign(Map.of("sub", user, "jti", id, "iat", seconds, "exp", seconds + 3_600));
    }

    /** A token of a user, good for an hour. */
    public static String of(String user) {
        return SIGNER.sign(Map.of("sub", user, "exp", System.currentTimeMillis() / 1_000 + 3_600));
    }
}
