package io.fairlead.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Signs tokens for development and tests with the shared secret (HS256). Thread-safe. */
public final class JwtSigner {

    private final byte[] secret;

    /**
     * A signer with this secret.
     *
     * @throws IllegalArgumentException with a sentence if the secret is too short for HS256
     */
    public JwtSigner(String secret) {
        JwtKey.ofSecret(secret);
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The token with exactly these claims; times are to be given in seconds since 1970. */
    public String sign(Map<String, Object> claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .build();
        JWSObject token = new JWSObject(header, new Payload(claims));
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is missing from this Java", e);
        }
        return token.serialize();
    }
}
