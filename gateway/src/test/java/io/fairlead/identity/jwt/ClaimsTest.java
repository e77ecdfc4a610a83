package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens whose signature holds: what an issuer may have put in, by mistake or because a user could write it there. */
class ClaimsTest {

    private static final String SECRET = "correct horse battery staple, and then some";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final long S = NOW.getEpochSecond();
    private static final String HEADER = "{\"alg\":\"HS256\"}";

    private JwtSettings settings = JwtSettings.of(JwtKey.ofSecret(SECRET), false);

    private static String token(String header, byte[] payload) {
        String input = Tokens.base64(header) + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private AuthOutcome outcome(String token) {
        List<AuthOutcome> outcomes = new ArrayList<>();
        new JwtAuthenticator(settings, InstantSource.fixed(NOW)).authenticate(Evidence.ofToken(token), outcomes::add);
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private AuthOutcome claiming(String payload) {
        return outcome(token(HEADER, payload.getBytes(StandardCharsets.UTF_8)));
    }

    private Identity verified(String payload) {
        AuthOutcome outcome = claiming(payload);
        assertThat(outcome).isInstanceOf(AuthOutcome.Verified.class);
        return ((AuthOutcome.Verified) outcome).identity();
    }

    private String why(String payload) {
        return why(claiming(payload));
    }

    private static String why(AuthOutcome outcome) {
        assertThat(outcome).isInstanceOf(AuthOutcome.Rejected.class);
        return ((AuthOutcome.Rejected) outcome).why();
    }

    private void demanding(ClaimPath user, ClaimPath roles, List<String> issuers, List<String> audiences) {
        settings = new JwtSettings(
                JwtKey.ofSecret(SECRET), user, roles, issuers, audiences, JwtSettings.DEFAULT_SKEW, false);
    }

    // ---- The shape

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"alice\",\"sub\":\"root\"}",
                "{\"sub\":\"alice\",\"s\\u0075b\":\"root\"}",
                "{\"sub\":\"alice\",\"exp\":1,\"exp\":9999999999}",
                "{\"sub\":\"alice\",\"realm_access\":{\"roles\":[\"a\"],\"roles\":[\"admin\"]}}"
            })
    void claim_that_comes_twice_is_refused_at_any_depth(String payload) {
        assertThat(why(payload)).contains("a name twice").doesNotContain("root", "alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "\"x\"", "null", "{\"sub\":\"a\"}{}", "{\"sub\":\"a\"", "{\"sub\":\"a\",}", "a.b.c"})
    void payload_that_is_no_object_is_refused(String payload) {
        assertThat(why(payload)).startsWith("the token");
    }

    @Test
    void payload_that_is_no_utf8_is_refused() {
        byte[] latin = "{\"sub\":\"andr\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(why(outcome(token(HEADER, latin)))).contains("payload");
    }

    @Test
    void payload_that_is_nested_too_deep_is_refused() {
        assertThat(why("{\"sub\":\"a\",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"))
                .contains("nested deeper");
    }

    @Test
    void token_up_to_the_limit_is_read_and_none_beyond() {
        String fits = "{\"sub\":\"a\",\"x\":\"" + "y".repeat(12_000) + "\"}";

        assertThat(claiming(fits)).isInstanceOf(AuthOutcome.Verified.class);
        assertThat(why("{\"sub\":\"a\",\"x\":\"" + "y".repeat(12_300) + "\"}")).contains("16384");
        assertThat(why(outcome("x".repeat(10_000_000)))).contains("16384");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":true}",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"HS256\",\"crit\":[]}",
                "{\"alg\":\"HS256\",\"b64\":false}",
                "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
                "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                "{\"alg\":\"HS256\",\"kid\":\"a\",\"kid\":\"b\"}",
                "{\"alg\":\"nOnE\"}",
                "{\"alg\":[\"HS256\"]}",
                "{\"typ\":\"JWT\"}"
            })
    void header_that_demands_more_or_says_two_things_is_refused(String header) {
        AuthOutcome outcome = outcome(token(header, "{\"sub\":\"a\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(outcome).isInstanceOf(AuthOutcome.Rejected.class);
    }

    @Test
    void encrypted_and_nested_tokens_are_refused() {
        String inner = token(HEADER, "{\"sub\":\"a\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(why(outcome(token("{\"alg\":\"HS256\",\"cty\":\"JWT\"}", inner.getBytes(StandardCharsets.UTF_8)))))
                .contains("payload");
        assertThat(why(outcome(inner + ".x.y"))).contains("no signed JWT");
    }

    // ---- Times

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-9223372036854775808",
                "9223372036854775807",
                "18446744073709551617",
                "1e300",
                "1795190400123",
                "\"1795190400\"",
                "true",
                "[1795190400]",
                "{}",
                "null"
            })
    void time_that_is_none_is_refused(String time) {
        for (String claim : List.of("exp", "nbf", "iat")) {
            assertThat(why("{\"sub\":\"a\",\"" + claim + "\":" + time + "}"))
                    .contains("the token's " + claim + " is not a time");
        }
    }

    @Test
    void time_with_a_fraction_counts_with_it() {
        assertThat(verified("{\"sub\":\"a\",\"exp\":" + (S + 60) + ".5}").expires())
                .isEqualTo(NOW.plusMillis(60_500));
        assertThat(verified("{\"sub\":\"a\",\"exp\":" + (S + 60) / 1e9 + "e9}").expires())
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void end_that_clients_are_told_is_the_tokens_and_the_gateway_adds_what_clocks_differ_by() {
        Identity late = verified("{\"sub\":\"a\",\"exp\":" + (S - 10) + "}");

        assertThat(late.expires()).isEqualTo(NOW.minusSeconds(10));
        assertThat(late.ends()).isEqualTo(NOW.plusSeconds(20));
        assertThat(claiming("{\"sub\":\"a\",\"exp\":" + (S - 30) + "}")).isInstanceOf(AuthOutcome.Expired.class);
    }

    @ParameterizedTest
    @CsvSource({"nbf, not valid before", "iat, issued at"})
    void token_of_the_future_is_refused_beyond_the_skew(String claim, String words) {
        assertThat(claiming("{\"sub\":\"a\",\"" + claim + "\":" + (S + 30) + "}"))
                .isInstanceOf(AuthOutcome.Verified.class);
        assertThat(why("{\"sub\":\"a\",\"" + claim + "\":" + (S + 31) + "}")).contains(words, "clock");
    }

    // ---- Parties

    @Test
    void issuer_is_one_of_those_and_a_text() {
        demanding(ClaimPath.of("sub"), ClaimPath.of("roles"), List.of("one", "two"), List.of());

        assertThat(claiming("{\"sub\":\"a\",\"iss\":\"two\"}")).isInstanceOf(AuthOutcome.Verified.class);
        for (String issuer : List.of("\"three\"", "[\"one\"]", "null", "{\"one\":1}", "\"one \"", "\"ONE\"")) {
            assertThat(why("{\"sub\":\"a\",\"iss\":" + issuer + "}")).isEqualTo("the token's iss is not one or two");
        }
        assertThat(why("{\"sub\":\"a\"}")).contains("iss");
    }

    @Test
    void audience_holds_one_of_those() {
        demanding(ClaimPath.of("sub"), ClaimPath.of("roles"), List.of(), List.of("gw", "fairlead"));

        for (String audience : List.of("\"gw\"", "[\"x\",\"fairlead\"]", "[7,\"gw\"]")) {
            assertThat(claiming("{\"sub\":\"a\",\"aud\":" + audience + "}")).isInstanceOf(AuthOutcome.Verified.class);
        }
        for (String audience :
                List.of("\"x\"", "[]", "[\"x\"]", "{\"gw\":1}", "\"gw fairlead\"", "[[\"gw\"]]", "null")) {
            assertThat(why("{\"sub\":\"a\",\"aud\":" + audience + "}"))
                    .isEqualTo("the token's aud does not name gw or fairlead");
        }
    }

    // ---- Who it is

    @Test
    void claims_within_claims_name_user_and_roles() {
        demanding(
                new ClaimPath(List.of("account", "id")),
                new ClaimPath(List.of("realm_access", "roles")),
                List.of(),
                List.of());

        Identity identity = verified(
                "{\"sub\":\"x\",\"account\":{\"id\":\"alice\"},\"realm_access\":{\"roles\":[\"one\",\"two\"]},\"roles\":[\"admin\"]}");

        assertThat(identity.user()).isEqualTo("alice");
        assertThat(identity.roles()).containsExactly("one", "two");
        assertThat(why("{\"sub\":\"x\",\"account.id\":\"alice\"}")).contains("no account > id claim");
        assertThat(why("{\"account\":\"alice\"}")).contains("no account > id claim");
        assertThat(why("{\"account\":{\"id\":{}}}")).contains("no account > id claim");
    }

    @Test
    void name_with_dots_and_slashes_is_one_name() {
        demanding(ClaimPath.of("https://example.org/user"), ClaimPath.of("a.b"), List.of(), List.of());

        Identity identity =
                verified("{\"https://example.org/user\":\"alice\",\"a.b\":\"one two\",\"a\":{\"b\":[\"admin\"]}}");

        assertThat(identity.user()).isEqualTo("alice");
        assertThat(identity.roles()).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "null", "{\"admin\":true}", "[[\"admin\"]]", "\"\"", "[\"\"]", "\"  \""})
    void roles_that_are_none_grant_nothing(String roles) {
        assertThat(verified("{\"sub\":\"a\",\"roles\":" + roles + "}").roles()).isEmpty();
    }

    @Test
    void claim_is_put_where_it_is_found() {
        Map<String, Object> claims = new LinkedHashMap<>(Map.of("a", Map.of("x", 1), "b", 7));
        ClaimPath deep = new ClaimPath(List.of("a", "b", "c"));
        deep.put(claims, "there");
        new ClaimPath(List.of("b", "c")).put(claims, "here");

        assertThat(deep.in(claims)).isEqualTo("there");
        assertThat(claims).isEqualTo(Map.of("a", Map.of("x", 1, "b", Map.of("c", "there")), "b", Map.of("c", "here")));
    }
}
