package io.fairlead.identity.jwt;

import java.time.Duration;
import java.util.List;

/**
 * What a token must be to count.
 *
 * @param keys what verifies its signature, and with which algorithms
 * @param userClaim the claim that names the user
 * @param rolesClaim the claim that lists the roles: a list of strings, or one string with spaces between
 * @param issuers what {@code iss} must be one of; empty if it does not matter
 * @param audiences of what {@code aud} must be or hold one; empty if it does not matter
 * @param skew how far the clocks of issuer and gateway may differ, both ways
 * @param anonymous whether a client that shows no token may come in without a name
 */
public record JwtSettings(
        KeyOrigin keys,
        ClaimPath userClaim,
        ClaimPath rolesClaim,
        List<String> issuers,
        List<String> audiences,
        Duration skew,
        boolean anonymous) {

    /** How far clocks may differ where nobody says otherwise. */
    public static final Duration DEFAULT_SKEW = Duration.ofSeconds(30);

    public JwtSettings {
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
    }

    /** The usual claims, {@code sub} and {@code roles}, and no demands on issuer and audience. */
    public static JwtSettings of(KeyOrigin keys, boolean anonymous) {
        return new JwtSettings(
                keys, ClaimPath.of("sub"), ClaimPath.of("roles"), List.of(), List.of(), DEFAULT_SKEW, anonymous);
    }
}
