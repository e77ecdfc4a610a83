package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtKeyTest {

    private static final String CLAIMS = "{\"sub\":\"alice\"}";

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, RS256, SHA256withRSA",
        "EC, 256, ES256, SHA256withECDSAinP1363Format",
        "Ed25519, 0, EdDSA, Ed25519",
        "Ed25519, 0, Ed25519, Ed25519"
    })
    void public_key_verifies_tokens_of_its_kind_and_of_no_other_pair(
            String kind, int size, String algorithm, String signature) {
        KeyPair pair = Tokens.pair(kind, size);
        JwtKey key = JwtKey.ofPem(Tokens.pem(pair.getPublic()));

        assertThat(outcome(key, Tokens.signed(algorithm, signature, pair, CLAIMS)))
                .isInstanceOf(AuthOutcome.Verified.class);
        assertThat(why(key, Tokens.signed(algorithm, signature, Tokens.pair(kind, size), CLAIMS)))
                .contains("signature does not hold");
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048, RS256", "EC, 256, ES256", "Ed25519, 0, EdDSA"})
    void public_key_taken_for_a_shared_secret_is_refused_by_its_kind(String kind, int size, String takes) {
        String pem = Tokens.pem(Tokens.pair(kind, size).getPublic());
        String forged = new JwtSigner(pem).sign(Map.of("sub", "root"));

        assertThat(why(JwtKey.ofPem(pem), forged)).contains("signed with HS256", takes);
    }

    @Test
    void signature_of_the_wrong_shape_is_refused() {
        KeyPair pair = Tokens.pair("Ed25519", 0);
        String token = Tokens.signed("EdDSA", "Ed25519", pair, CLAIMS);

        assertThat(why(JwtKey.ofPem(Tokens.pem(pair.getPublic())), token.substring(0, token.lastIndexOf('.') + 9)))
                .contains("signature does not hold");
    }

    @Test
    void algorithm_of_an_unknown_name_is_not_repeated() {
        KeyPair pair = Tokens.pair("Ed25519", 0);

        assertThat(why(JwtKey.ofPem(Tokens.pem(pair.getPublic())), Tokens.signed("<script>", "Ed25519", pair, CLAIMS)))
                .doesNotContain("script");
    }

    @Test
    void short_secret_is_refused_with_the_length_it_needs_and_without_itself() {
        assertThatThrownBy(() -> JwtKey.ofSecret("hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7 bytes")
                .hasMessageContaining("at least 32")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void longer_secret_takes_longer_hashes() {
        assertThat(JwtKey.ofSecret("x".repeat(47)).algorithms()).isEqualTo("HS256");
        assertThat(JwtKey.ofSecret("x".repeat(48)).algorithms()).isEqualTo("HS256 or HS384");
        assertThat(JwtKey.ofSecret("x".repeat(64)).algorithms()).isEqualTo("HS256 or HS384 or HS512");
    }

    @Test
    void weak_rsa_key_is_refused() {
        assertThatThrownBy(
                        () -> JwtKey.ofPem(Tokens.pem(Tokens.pair("RSA", 1024).getPublic())))
                .hasMessageContaining("1024 bits");
    }

    @Test
    void key_of_another_use_is_refused() {
        assertThatThrownBy(
                        () -> JwtKey.ofPem(Tokens.pem(Tokens.pair("X25519", 0).getPublic())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> JwtKey.ofPem(Tokens.pem(Tokens.pair("DSA", 2048).getPublic())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void private_key_is_refused_with_the_way_to_its_public_half() {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(Tokens.pair("Ed25519", 0).getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----";

        assertThatThrownBy(() -> JwtKey.ofPem(pem))
                .hasMessageContaining("private key")
                .hasMessageContaining("-pubout");
    }

    @Test
    void file_that_is_no_key_is_refused() {
        assertThatThrownBy(() -> JwtKey.ofPem("hello")).hasMessageContaining("no PEM block");
        assertThatThrownBy(() -> JwtKey.ofPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> JwtKey.ofPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .hasMessageContaining("damaged");
    }

    private static String why(JwtKey key, String token) {
        AuthOutcome outcome = outcome(key, token);
        assertThat(outcome).isInstanceOf(AuthOutcome.Rejected.class);
        return ((AuthOutcome.Rejected) outcome).why();
    }

    private static AuthOutcome outcome(JwtKey key, String token) {
        List<AuthOutcome> outcomes = new ArrayList<>();
        new JwtAuthenticator(JwtSettings.of(key, false), InstantSource.system())
                .authenticate(Evidence.ofToken(token), outcomes::add);
        return outcomes.get(0);
    }
}
