package io.fairlead.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import io.fairlead.identity.remote.StrictJson;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token in the shape of a signed one (JWS compact form, RFC 7515 section 7.1), of which nobody knows yet whether its signature
 * holds. Of its header two parameters count: which algorithm, and which key; never a key that it brings or tells to fetch.
 */
final class SignedToken {

    private final JWSObject token;
    private final int length;

    private SignedToken(JWSObject token, int length) {
        this.token = token;
        this.length = length;
    }

    /** Reads the header, and nothing else. */
    static SignedToken parse(String text) throws BadToken {
        if (text.length() > JwtAuthenticator.MAX_TOKEN_BYTES) {
            throw new BadToken("the token has " + text.length() + " bytes, and " + JwtAuthenticator.MAX_TOKEN_BYTES
                    + " are the most that is read");
        }
        try {
            JWSObject token = JWSObject.parse(text);
            requireNoDemands(StrictJson.object(token.getHeader().toBase64URL().decode()));
            return new SignedToken(token, text.length());
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw new BadToken(
                    "the token is no signed JWT (three base64url parts with dots between; alg \"none\" is not taken)");
        }
    }

    /** RFC 7515 section 4.1.11: whoever does not understand what is critical must refuse. RFC 7797: the payload is base64url. */
    private static void requireNoDemands(Map<String, @Nullable Object> header) throws BadToken {
        if (header.containsKey("crit") || header.containsKey("b64")) {
            throw new BadToken("the token's header demands extensions (crit, b64), and this gateway knows none");
        }
    }

    /** How many characters it has. */
    int length() {
        return length;
    }

    JWSAlgorithm algorithm() {
        return token.getHeader().getAlgorithm();
    }

    /** The name of an algorithm that the standards know; anything else is the sender's own text and stays unsaid. */
    String algorithmName() {
        boolean known = JWSAlgorithm.Family.SIGNATURE.contains(algorithm())
                || JWSAlgorithm.Family.HMAC_SHA.contains(algorithm());
        return known ? algorithm().getName() : "an algorithm of another name";
    }

    /** The key that it says it is signed with; null if it says none. */
    @Nullable
    String keyId() {
        return token.getHeader().getKeyID();
    }

    /** Whether its signature holds with this key, which takes its algorithm. */
    boolean isSignedWith(JwtKey key) {
        try {
            return key.takes(algorithm()) && token.verify(key.verifier());
        } catch (JOSEException | IllegalStateException e) {
            return false;
        }
    }

    /** What it claims. Worth nothing before its signature was found to hold. */
    Map<String, @Nullable Object> claims() throws BadToken {
        try {
            return StrictJson.object(token.getPayload().toBytes());
        } catch (IllegalArgumentException e) {
            throw new BadToken("the token's payload: " + e.getMessage());
        }
    }
}
