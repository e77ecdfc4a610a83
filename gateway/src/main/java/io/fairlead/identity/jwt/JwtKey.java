package io.fairlead.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A key that verifies tokens, together with the algorithms it may be used with. These follow from the key alone, never
 * from the token, so that no token can have a public key taken for a shared secret. Immutable and thread-safe.
 */
public final class JwtKey implements KeyOrigin {

    /** RFC 7518 section 3.2: a secret has at least as many bits as the hash gives. */
    private static final int SHORTEST_SECRET = 32;

    /** RFC 7518 section 3.3. */
    private static final int SMALLEST_RSA_BITS = 2048;

    private final JWSVerifier verifier;
    private final Set<JWSAlgorithm> algorithms;

    private JwtKey(JWSVerifier verifier, Set<JWSAlgorithm> algorithms) {
        this.verifier = verifier;
        this.algorithms = algorithms;
    }

    /**
     * A secret that issuer and gateway share: HS256, and with 48 or 64 bytes also HS384 and HS512.
     *
     * @throws IllegalArgumentException with a sentence if the secret is too short; never holds the secret
     */
    public static JwtKey ofSecret(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("the secret has " + bytes.length + " bytes, and HS256 needs at least "
                    + SHORTEST_SECRET + "; `openssl rand -base64 48` makes one");
        }
        try {
            return new JwtKey(new MACVerifier(bytes), hmacFor(bytes.length));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * The public key of an issuer, in PEM ({@code BEGIN PUBLIC KEY} or {@code BEGIN CERTIFICATE}): RSA, EC or Ed25519.
     *
     * @throws IllegalArgumentException with a sentence if it is none of these
     */
    public static JwtKey ofPem(String pem) {
        return of(PemPublicKey.parse(pem));
    }

    /** Throws {@link IllegalArgumentException} with a sentence if tokens are not verified with such keys. */
    static JwtKey of(PublicKey key) {
        try {
            if (key instanceof RSAPublicKey rsa) {
                return ofRsa(rsa);
            } else if (key instanceof ECPublicKey ec) {
                ECDSAVerifier verifier = new ECDSAVerifier(ec);
                return new JwtKey(verifier, verifier.supportedJWSAlgorithms());
            } else if (key instanceof EdECPublicKey ed
                    && "Ed25519".equals(ed.getParams().getName())) {
                return new JwtKey(new Ed25519JdkVerifier(ed), Ed25519JdkVerifier.ALGORITHMS);
            }
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the public key cannot be used: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("the public key is of the kind " + key.getAlgorithm()
                + "; tokens are verified with RSA, EC (P-256, P-384, P-521) or Ed25519 keys");
    }

    private static JwtKey ofRsa(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < SMALLEST_RSA_BITS) {
            throw new IllegalArgumentException(
                    "the RSA key has " + bits + " bits, and RS256 needs at least " + SMALLEST_RSA_BITS);
        }
        return new JwtKey(new RSASSAVerifier(key), JWSAlgorithm.Family.RSA);
    }

    /**
     * The same key for one algorithm alone.
     *
     * @throws IllegalArgumentException with a sentence if the key is none for it
     */
    JwtKey only(JWSAlgorithm algorithm) {
        if (!takes(algorithm)) {
            throw new IllegalArgumentException(
                    "meant for " + algorithm.getName() + ", and such keys take " + algorithms() + " only");
        }
        return new JwtKey(verifier, Set.of(algorithm));
    }

    private static Set<JWSAlgorithm> hmacFor(int bytes) {
        if (bytes >= 64) {
            return Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
        }
        return bytes >= 48 ? Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384) : Set.of(JWSAlgorithm.HS256);
    }

    boolean takes(JWSAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    JWSVerifier verifier() {
        return verifier;
    }

    /** The algorithms, for a sentence: {@code HS256 or HS384}. */
    String algorithms() {
        return algorithms.stream().map(JWSAlgorithm::getName).sorted().collect(Collectors.joining(" or "));
    }
}
