package io.fairlead.identity.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.transport.Mutations;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Damaged tokens: each has one outcome, and none that was changed says who somebody is. */
class TokenMutationTest {

    private static final String SECRET = "correct horse battery staple, and then some";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String CLAIMS = "{\"sub\":\"alice\",\"roles\":[\"a\",\"b\"],\"exp\":"
            + (NOW.getEpochSecond() + 60) + ",\"jti\":\"t-1\",\"aud\":[\"fairlead\"],\"deep\":{\"a\":[{\"b\":null}]}}";
    private static final byte[] LIKELY = "{}[]\":,.-_=+/\\u0eE9AaQg\0".getBytes(UTF_8);

    private final JwtAuthenticator authenticator =
            new JwtAuthenticator(JwtSettings.of(JwtKey.ofSecret(SECRET), false), InstantSource.fixed(NOW));

    private AuthOutcome outcome(String token) {
        AtomicReference<AuthOutcome> outcome = new AtomicReference<>();
        authenticator.authenticate(Evidence.ofToken(token), outcome::set);
        return Objects.requireNonNull(outcome.get());
    }

    @Test
    void damagedToken_isNeverBelieved() {
        String whole = new JwtSigner(SECRET).sign(Map.of("sub", "alice", "exp", NOW.getEpochSecond() + 60));
        String signed = whole.substring(0, whole.lastIndexOf('.'));
        new Mutations(List.of(whole.getBytes(UTF_8)), LIKELY).each(bytes -> {
            String token = new String(bytes, UTF_8);
            if (outcome(token) instanceof AuthOutcome.Verified) {
                // Base64 has several spellings of the same signature, and none of another text
                assertThat(token.trim()).startsWith(signed + ".");
            }
        });
    }

    /** The issuer itself has lost its mind: every header and every payload is signed with the right key. */
    @Test
    void damagedClaims_rightlySigned_haveOneOutcome_andNoRightsThatAreNotThere() {
        new Mutations(List.of(CLAIMS.getBytes(UTF_8)), LIKELY)
                .each(bytes -> check(outcome(signed(HEADER.getBytes(UTF_8), bytes)), new String(bytes, UTF_8)));
    }

    @Test
    void damagedHeader_rightlySigned_isBelievedOnlyAsHs256() {
        new Mutations(
                        List.of(
                                HEADER.getBytes(UTF_8),
                                "{\"alg\":\"HS256\",\"kid\":\"../../key\",\"crit\":[\"x\"]}".getBytes(UTF_8)),
                        LIKELY)
                .each(bytes -> {
                    AuthOutcome outcome = outcome(signed(bytes, CLAIMS.getBytes(UTF_8)));
                    if (outcome instanceof AuthOutcome.Verified) {
                        assertThat(new String(bytes, UTF_8)).contains("HS256").doesNotContain("\"crit\":[\"");
                    }
                });
    }

    private static void check(AuthOutcome outcome, String claims) {
        if (outcome instanceof AuthOutcome.Verified verified) {
            String user = String.valueOf(verified.identity().user());
            assertThat(user).isNotEmpty();
            // An escape is another spelling of the same text
            if (claims.indexOf('\\') < 0 && claims.indexOf('\uFFFD') < 0) {
                assertThat(claims).contains("\"" + user + "\"");
                assertThat(verified.identity().roles()).allMatch(claims::contains);
            }
        } else if (outcome instanceof AuthOutcome.Rejected rejected) {
            assertThat(rejected.why()).isNotEmpty().doesNotContain("alice", SECRET);
        }
    }

    private static String signed(byte[] header, byte[] claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String input = encoder.encodeToString(header) + "." + encoder.encodeToString(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return input + "." + encoder.encodeToString(mac.doFinal(input.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
