package io.fairlead.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Set;

/**
 * Verifies Ed25519 signatures (RFC 8037) with the JDK's own implementation, since the library's would need a further
 * cryptography library for it. Immutable and thread-safe.
 */
final class Ed25519JdkVerifier implements JWSVerifier {

    /** The name of RFC 8037, and the fully specified one of RFC 9864. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    private static final int KEY_BYTES = 32;

    /** What stands before the bytes of the key in a SubjectPublicKeyInfo. */
    private static final byte[] ENCODING = {0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final PublicKey key;
    private final JCAContext context = new JCAContext();

    Ed25519JdkVerifier(PublicKey key) {
        this.key = key;
    }

    /**
     * The public key of these bytes (RFC 8037 section 2), by way of the encoding that every Java reads (RFC 8410).
     *
     * @throws IllegalArgumentException with a sentence if they are none
     */
    static PublicKey key(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 key has " + KEY_BYTES + " bytes");
        }
        byte[] encoded = Arrays.copyOf(ENCODING, ENCODING.length + KEY_BYTES);
        System.arraycopy(bytes, 0, encoded, ENCODING.length, KEY_BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("that is no Ed25519 key", e);
        }
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        if (!ALGORITHMS.contains(header.getAlgorithm()) || header.getCriticalParams() != null) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signingInput);
            return verifier.verify(signature.decode());
        } catch (SignatureException e) {
            // Not even the shape of a signature.
            return false;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("this Java cannot verify Ed25519: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return ALGORITHMS;
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }
}
