package io.fairlead.identity.jwt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token must be to count.
 *
 * @param key what verifies its signature, and with which algorithms
 * @param userClaim the claim that names the user
 * @param rolesClaim the claim that lists the roles: a list of strings, or one string with spaces between
 * @param issuer what {@code iss} must be; null if it does not matter
 * @param audience what {@code aud} must be or hold; null if it does not matter
 * @param skew how far the clocks of issuer and gateway may differ, both ways
 * @param anonymous whether a client that shows no token may come in without a name
 */
public record JwtSettings(
        JwtKey key,
        String userClaim,
        String rolesClaim,
        @Nullable String issuer,
        @Nullable String audience,
        Duration skew,
        boolean anonymous) {

    /** How far clocks may differ where nobody says otherwise. */
    public static final Duration DEFAULT_SKEW = Duration.ofSeconds(30);

    /** The usual claims, {@code sub} and {@code roles}, and no demands on issuer and audience. */
    public static JwtSettings of(JwtKey key, boolean anonymous) {
        return new JwtSettings(key, "sub", "roles", null, null, DEFAULT_SKEW, anonymous);
    }
}
