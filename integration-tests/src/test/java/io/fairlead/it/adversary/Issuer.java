package io.fairlead.it.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who signs tokens by RS256, with the JDK alone: the issuer that the gateway believes, or one who pretends to be. */
final class Issuer {

    static final String NAME = "https://id.example";
    static final String AUDIENCE = "fairlead";

    private final KeyPair keys = newKeys();

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String publicPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    byte[] publicDer() {
        return keys.getPublic().getEncoded();
    }

    /** The public key as a token's header would bring it along (RFC 7517). */
    String publicJwk() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return "{\"kty\":\"RSA\",\"n\":\""
                + encoder.encodeToString(key.getModulus().toByteArray()) + "\",\"e\":\""
                + encoder.encodeToString(key.getPublicExponent().toByteArray()) + "\"}";
    }

    /** A good token of a user, for an hour. */
    String token(String user, Map<String, ?> more) {
        Map<String, Object> claims = claims(user);
        claims.putAll(more);
        return sign("{\"alg\":\"RS256\"}", written(claims));
    }

    String token(String user) {
        return token(user, Map.of());
    }

    static Map<String, Object> claims(String user) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", user);
        claims.put("iss", NAME);
        claims.put("aud", AUDIENCE);
        claims.put("exp", System.currentTimeMillis() / 1_000 + 3_600);
        return claims;
    }

    static String written(Map<String, ?> claims) {
        try {
            return Page.JSON.writeValueAsString(claims);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with whatever header and payload, signed by RS256. */
    String sign(String header, String payload) {
        String input = input(header, payload);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(input.getBytes(UTF_8));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with whatever header and payload, signed by HS256 with whatever secret. */
    static String mac(String header, String payload, byte[] secret) {
        String input = input(header, payload);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String input(String header, String payload) {
        return base64(header.getBytes(UTF_8)) + "." + base64(payload.getBytes(UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
