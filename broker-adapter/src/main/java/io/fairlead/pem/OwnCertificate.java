package io.fairlead.pem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that one can prove to own.
 *
 * @param files where it was read
 * @param chain the certificate, and behind it those that lead to an authority
 * @param key the private key of the first
 */
public record OwnCertificate(CertificateFiles files, List<X509Certificate> chain, PrivateKey key) {

    static OwnCertificate read(CertificateFiles files) {
        List<X509Certificate> chain = Certificates.read(files.certificates());
        PrivateKey key = PrivateKeys.read(files.key(), files.keyPassword());
        // TLS would find out with the first handshake only
        if (!isPair(chain.get(0).getPublicKey(), key)) {
            throw new IllegalArgumentException(
                    "the key in " + files.key() + " is not that of the first certificate in " + files.certificates());
        }
        return new OwnCertificate(files, chain, key);
    }

    /** The certificate itself. */
    public X509Certificate first() {
        return chain.get(0);
    }

    /** When it ends. */
    public Instant ends() {
        return first().getNotAfter().toInstant();
    }

    /** What Java's TLS takes it from. */
    public KeyManagerFactory keyManagers() {
        char[] none = new char[0];
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("own", key, none, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, none);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(files + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static boolean isPair(PublicKey verifying, PrivateKey signing) {
        byte[] text = "fairlead".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(algorithm(verifying.getAlgorithm()));
            signature.initSign(signing);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(verifying);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    private static String algorithm(@Nullable String ofKey) {
        return switch (String.valueOf(ofKey)) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> String.valueOf(ofKey);
        };
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return first().getSubjectX500Principal() + " until " + ends();
    }
}
