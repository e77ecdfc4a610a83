package io.fairlead.pem;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate of one's own lies, with its key.
 *
 * @param certificates the certificate, and behind it those that lead to an authority
 * @param key its private key (PKCS #8)
 * @param keyPassword what the key is encrypted with; null if it is not
 */
public record CertificateFiles(
        Path certificates, Path key, @Nullable String keyPassword) {

    /**
     * Reads them. Blocks.
     *
     * @throws IllegalArgumentException if a file cannot be used or the two do not fit, with a sentence that names the file
     */
    public OwnCertificate read() {
        return OwnCertificate.read(this);
    }

    /** Both files. */
    public List<Path> all() {
        return List.of(certificates, key);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return certificates + " with " + key;
    }
}
