package io.fairlead.identity.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetReaderTest {

    private static final KeyPair EC = Tokens.pair("EC", 256);
    private static final KeyPair OTHER_EC = Tokens.pair("EC", 256);
    private static final KeyPair RSA = Tokens.pair("RSA", 2048);
    private static final KeyPair ED = Tokens.pair("Ed25519", 0);
    private static final String ES256 = "SHA256withECDSAinP1363Format";

    private static KeySet read(String... keys) {
        return KeySetReader.read(Issuer.Jwks.of(List.of(keys)).getBytes(StandardCharsets.UTF_8));
    }

    private static Finding judge(KeySet set, String header, String signature, KeyPair pair) throws BadToken {
        return set.judge(SignedToken.parse(Tokens.signedAs(header, signature, pair, "{\"sub\":\"alice\"}")));
    }

    @Test
    void keys_of_every_kind_verify_their_own_algorithms() throws BadToken {
        KeySet set = read(
                Issuer.Jwks.ec(EC, ",\"kid\":\"e\""),
                Issuer.Jwks.rsa(RSA, ",\"kid\":\"r\",\"use\":\"sig\""),
                Issuer.Jwks.ed25519(ED, ",\"kid\":\"d\",\"key_ops\":[\"verify\"]"));

        assertThat(set.ignored()).isEmpty();
        assertThat(judge(set, "{\"alg\":\"ES256\",\"kid\":\"e\"}", ES256, EC)).isEqualTo(Finding.HOLDS);
        assertThat(judge(set, "{\"alg\":\"RS256\",\"kid\":\"r\"}", "SHA256withRSA", RSA))
                .isEqualTo(Finding.HOLDS);
        assertThat(judge(set, "{\"alg\":\"EdDSA\",\"kid\":\"d\"}", "Ed25519", ED))
                .isEqualTo(Finding.HOLDS);
        assertThat(set.words()).contains("e (ES256)", "PS256", "d (Ed25519 or EdDSA)");
    }

    @Test
    void pss_signatures_are_verified_with_rsa_keys() throws Exception {
        com.nimbusds.jose.JWSObject token = new com.nimbusds.jose.JWSObject(
                new com.nimbusds.jose.JWSHeader(com.nimbusds.jose.JWSAlgorithm.PS256),
                new com.nimbusds.jose.Payload("{}"));
        token.sign(new com.nimbusds.jose.crypto.RSASSASigner(RSA.getPrivate()));

        assertThat(read(Issuer.Jwks.rsa(RSA, "")).judge(SignedToken.parse(token.serialize())))
                .isEqualTo(Finding.HOLDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"use\":\"enc\"",
                ",\"key_ops\":[\"encrypt\"]",
                ",\"alg\":\"RSA-OAEP\"",
                ",\"alg\":\"HS256\"",
                ",\"revoked\":{\"revoked_at\":1}"
            })
    void key_that_is_not_for_signatures_is_left_out(String more) {
        KeySet set = read(Issuer.Jwks.rsa(RSA, ",\"kid\":\"odd\"" + more), Issuer.Jwks.ec(EC, ""));

        assertThat(set.keys()).hasSize(1);
        assertThat(set.ignored()).singleElement().asString().startsWith("odd: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"oct\",\"kid\":\"odd\",\"k\":\"c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldCE\"}",
                "{\"kty\":\"AKP\",\"kid\":\"odd\",\"alg\":\"ML-DSA-44\",\"pub\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"kid\":\"odd\",\"crv\":\"X25519\",\"x\":\"AAAA\"}",
                "{\"kty\":\"OKP\",\"kid\":\"odd\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
                "{\"kty\":\"EC\",\"kid\":\"odd\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
                "{\"kty\":\"RSA\",\"kid\":\"odd\",\"n\":7}",
                "{\"kid\":\"odd\"}",
                "{\"kid\":\"odd\",\"kty\":[]}"
            })
    void key_that_nobody_here_can_use_is_left_out(String key) {
        KeySet set = read(key, Issuer.Jwks.ec(EC, ",\"kid\":\"good\""));

        assertThat(set.keys()).extracting(KeySet.Named::id).containsExactly("good");
        assertThat(set.ignored()).singleElement().asString().startsWith("odd: ").hasSizeLessThan(200);
    }

    @Test
    void entries_that_are_no_keys_at_all_are_left_out() {
        assertThat(read("7", "null", "[]", "\"x\"", Issuer.Jwks.ec(EC, "")).ignored())
                .hasSize(4);
    }

    @Test
    void small_rsa_key_is_left_out() {
        KeySet set = read(Issuer.Jwks.rsa(Tokens.pair("RSA", 1024), ",\"kid\":\"small\""), Issuer.Jwks.ec(EC, ""));

        assertThat(set.ignored()).singleElement().asString().contains("small", "1024 bits");
    }

    @Test
    void algorithm_of_a_key_is_the_only_one_it_is_used_with() throws BadToken {
        KeySet set = read(Issuer.Jwks.rsa(RSA, ",\"kid\":\"r\",\"alg\":\"RS512\""));

        assertThat(judge(set, "{\"alg\":\"RS512\",\"kid\":\"r\"}", "SHA512withRSA", RSA))
                .isEqualTo(Finding.HOLDS);
        assertThat(judge(set, "{\"alg\":\"RS256\",\"kid\":\"r\"}", "SHA256withRSA", RSA))
                .isInstanceOf(Finding.Refused.class);
    }

    @Test
    void name_that_several_keys_have_may_mean_each_of_them() throws BadToken {
        KeySet set = read(Issuer.Jwks.ec(EC, ",\"kid\":\"k\""), Issuer.Jwks.ec(OTHER_EC, ",\"kid\":\"k\""));

        assertThat(judge(set, "{\"alg\":\"ES256\",\"kid\":\"k\"}", ES256, EC)).isEqualTo(Finding.HOLDS);
        assertThat(judge(set, "{\"alg\":\"ES256\",\"kid\":\"k\"}", ES256, OTHER_EC))
                .isEqualTo(Finding.HOLDS);
    }

    @Test
    void token_without_a_name_may_be_signed_with_any_key_that_fits() throws BadToken {
        KeySet set = read(
                Issuer.Jwks.rsa(RSA, ",\"kid\":\"r\""),
                Issuer.Jwks.ec(EC, ",\"kid\":\"e\""),
                Issuer.Jwks.ec(OTHER_EC, ""));

        assertThat(judge(set, "{\"alg\":\"ES256\"}", ES256, OTHER_EC)).isEqualTo(Finding.HOLDS);
        assertThat(judge(set, "{\"alg\":\"ES256\"}", ES256, Tokens.pair("EC", 256)))
                .isInstanceOf(Finding.Unknown.class);
        assertThat(judge(set, "{\"alg\":\"EdDSA\"}", "Ed25519", ED)).isInstanceOf(Finding.Unknown.class);
    }

    @Test
    void token_without_a_name_is_not_tried_with_more_keys_than_a_few() throws BadToken {
        String[] many = new String[KeySet.MAX_TRIES + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = Issuer.Jwks.ec(EC, ",\"kid\":\"" + i + "\"");
        }

        assertThat(judge(read(many), "{\"alg\":\"ES256\"}", ES256, EC)).isInstanceOf(Finding.Refused.class);
        assertThat(judge(read(many), "{\"alg\":\"ES256\",\"kid\":\"8\"}", ES256, EC))
                .isEqualTo(Finding.HOLDS);
    }

    /** What a public key is worth to somebody who hopes that it is taken for a secret. */
    @ParameterizedTest
    @CsvSource({"HS256, r", "HS384, r", "HS512, r", "HS256, e", "none, r"})
    void public_key_is_never_taken_for_a_shared_secret(String algorithm, String id) throws Exception {
        KeySet set = read(Issuer.Jwks.rsa(RSA, ",\"kid\":\"r\""), Issuer.Jwks.ec(EC, ",\"kid\":\"e\""));
        String input = Tokens.base64("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + id + "\"}") + "."
                + Tokens.base64("{\"sub\":\"root\"}");
        for (byte[] secret : List.of(
                RSA.getPublic().getEncoded(),
                EC.getPublic().getEncoded(),
                Tokens.pem(RSA.getPublic()).getBytes(StandardCharsets.US_ASCII))) {
            String token = input + "." + hmac(algorithm, secret, input);
            if (algorithm.equals("none")) {
                assertThatThrownBy(() -> SignedToken.parse(token)).isInstanceOf(BadToken.class);
            } else {
                assertThat(set.judge(SignedToken.parse(token))).isInstanceOf(Finding.Refused.class);
            }
        }
    }

    private static String hmac(String algorithm, byte[] secret, String input) throws Exception {
        String name = Map.of("HS384", "HmacSHA384", "HS512", "HmacSHA512").getOrDefault(algorithm, "HmacSHA256");
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance(name);
        mac.init(new javax.crypto.spec.SecretKeySpec(secret, name));
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Headers that bring a key, or say where one is (RFC 7515 sections 4.1.2 to 4.1.6), are an attacker's. */
    @Test
    void key_that_the_token_brings_is_not_looked_at() throws BadToken {
        KeySet set = read(Issuer.Jwks.ec(EC, ",\"kid\":\"e\""));
        String brought = Issuer.Jwks.ec(OTHER_EC, ",\"kid\":\"e\"");
        for (String header : List.of(
                "{\"alg\":\"ES256\",\"kid\":\"e\",\"jwk\":" + brought + "}",
                "{\"alg\":\"ES256\",\"kid\":\"e\",\"jku\":\"http://127.0.0.1:1/keys\"}",
                "{\"alg\":\"ES256\",\"kid\":\"e\",\"x5u\":\"http://127.0.0.1:1/keys\"}")) {
            assertThat(judge(set, header, ES256, OTHER_EC)).isInstanceOf(Finding.Refused.class);
        }
    }

    @Test
    void set_that_names_something_twice_is_refused() {
        assertThatThrownBy(() -> KeySetReader.read("{\"keys\":[],\"keys\":[]}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(Issuer.Jwks.ec(EC, ",\"kid\":\"a\",\"kid\":\"b\"")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
