package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JwtAuthenticatorTest {

    private static final String SECRET = "correct horse battery staple, and then some";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final JwtSigner signer = new JwtSigner(SECRET);
    private final JwtAuthenticator authenticator = authenticator(JwtSettings.of(JwtKey.ofSecret(SECRET), false));

    @Test
    void token_of_the_shared_secret_is_verified_with_user_roles_and_claims() {
        String token = signer.sign(
                Map.of("sub", "alice", "roles", List.of("member", "moderator"), "rooms", List.of("42"), "exp", at(60)));

        Identity identity = verified(token);

        assertThat(identity.user()).isEqualTo("alice");
        assertThat(identity.roles()).containsExactlyInAnyOrder("member", "moderator");
        assertThat(identity.claims()).containsEntry("rooms", List.of("42"));
        assertThat(identity.expires()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void roles_in_one_string_are_split_at_spaces() {
        assertThat(verified(signer.sign(Map.of("sub", "a", "roles", " one  two ")))
                        .roles())
                .containsExactly("one", "two");
    }

    @Test
    void roles_that_are_no_strings_grant_nothing() {
        assertThat(verified(signer.sign(Map.of("sub", "a", "roles", List.of(1, "two", Map.of()))))
                        .roles())
                .containsExactly("two");
    }

    @Test
    void token_id_and_missing_expiry_are_carried_over() {
        Identity identity = verified(signer.sign(Map.of("sub", "a", "jti", "t-1")));

        assertThat(identity.tokenId()).isEqualTo("t-1");
        assertThat(identity.expires()).isNull();
    }

    @Test
    void expired_token_is_told_apart_from_a_bad_one() {
        assertThat(authenticate(signer.sign(Map.of("sub", "a", "exp", at(-31)))))
                .isInstanceOf(AuthOutcome.Expired.class);
    }

    @Test
    void token_expired_within_the_skew_still_holds() {
        assertThat(authenticate(signer.sign(Map.of("sub", "a", "exp", at(-29)))))
                .isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void token_of_the_future_is_rejected_beyond_the_skew_only() {
        assertThat(authenticate(signer.sign(Map.of("sub", "a", "nbf", at(29)))))
                .isInstanceOf(AuthOutcome.Verified.class);
        assertThat(rejected(signer.sign(Map.of("sub", "a", "nbf", at(31))))).contains("not valid before");
    }

    @Test
    void times_that_are_no_numbers_are_rejected() {
        assertThat(rejected(signer.sign(Map.of("sub", "a", "exp", "tomorrow")))).contains("seconds since 1970");
        assertThat(rejected(signer.sign(Map.of("sub", "a", "exp", Long.MAX_VALUE))))
                .contains("seconds since 1970");
    }

    @Test
    void token_without_a_user_is_rejected() {
        assertThat(rejected(signer.sign(Map.of("roles", "admin")))).contains("no sub claim");
        assertThat(rejected(signer.sign(Map.of("sub", "")))).contains("no sub claim");
        assertThat(rejected(signer.sign(Map.of("sub", 7)))).contains("no sub claim");
    }

    @Test
    void token_of_another_secret_is_rejected_without_being_repeated() {
        String token = new JwtSigner("another secret, of which nobody here knows").sign(Map.of("sub", "mallory"));

        String why = rejected(token);

        assertThat(why).contains("signature does not hold").doesNotContain(token, "mallory");
    }

    @Test
    void token_changed_after_signing_is_rejected() {
        String[] parts = signer.sign(Map.of("sub", "alice")).split("\\.", -1);

        assertThat(rejected(parts[0] + "." + Tokens.base64("{\"sub\":\"root\"}") + "." + parts[2]))
                .contains("signature does not hold");
    }

    @Test
    void unsigned_token_is_rejected() {
        String header = Tokens.base64("{\"alg\":\"none\"}");
        String claims = Tokens.base64("{\"sub\":\"root\"}");

        assertThat(rejected(header + "." + claims + ".")).contains("\"none\" is not taken");
        assertThat(rejected(header + "." + claims + "." + Tokens.base64("x"))).contains("\"none\" is not taken");
    }

    @Test
    void what_is_no_token_at_all_is_rejected() {
        for (String token : List.of("", ".", "..", "a.b.c", "...", "{}", "x".repeat(10_000), "\u0000.\u0000.\u0000")) {
            assertThat(rejected(token)).contains("no signed JWT");
        }
    }

    @Test
    void issuer_and_audience_are_demanded_where_configured() {
        JwtAuthenticator strict = authenticator(new JwtSettings(
                JwtKey.ofSecret(SECRET),
                ClaimPath.of("sub"),
                ClaimPath.of("roles"),
                List.of("https://id.example"),
                List.of("fairlead"),
                Duration.ZERO,
                false));

        assertThat(outcome(strict, signer.sign(Map.of("sub", "a", "aud", "fairlead"))))
                .isEqualTo(new AuthOutcome.Rejected("the token's iss is not https://id.example"));
        assertThat(outcome(strict, signer.sign(Map.of("sub", "a", "iss", "https://id.example", "aud", List.of("x")))))
                .isEqualTo(new AuthOutcome.Rejected("the token's aud does not name fairlead"));
        assertThat(outcome(
                        strict,
                        signer.sign(Map.of("sub", "a", "iss", "https://id.example", "aud", List.of("x", "fairlead")))))
                .isInstanceOf(AuthOutcome.Verified.class);
    }

    @Test
    void client_without_token_comes_in_only_where_anonymous_is_allowed() {
        assertThat(rejected(null)).contains("without a token");
        assertThat(outcome(authenticator(JwtSettings.of(JwtKey.ofSecret(SECRET), true)), null))
                .isEqualTo(new AuthOutcome.Verified(Identity.ANONYMOUS));
    }

    private static long at(long seconds) {
        return NOW.getEpochSecond() + seconds;
    }

    private static JwtAuthenticator authenticator(JwtSettings settings) {
        return new JwtAuthenticator(settings, InstantSource.fixed(NOW));
    }

    private Identity verified(String token) {
        AuthOutcome outcome = authenticate(token);
        assertThat(outcome).isInstanceOf(AuthOutcome.Verified.class);
        return ((AuthOutcome.Verified) outcome).identity();
    }

    private String rejected(@Nullable String token) {
        AuthOutcome outcome = authenticate(token);
        assertThat(outcome).isInstanceOf(AuthOutcome.Rejected.class);
        return ((AuthOutcome.Rejected) outcome).why();
    }

    private AuthOutcome authenticate(@Nullable String token) {
        return outcome(authenticator, token);
    }

    private static AuthOutcome outcome(JwtAuthenticator authenticator, @Nullable String token) {
        List<AuthOutcome> outcomes = new ArrayList<>();
        authenticator.authenticate(Evidence.ofToken(token), outcomes::add);
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }
}
