package io.fairlead.pem;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/** Reads the certificates of a PEM file (RFC 7468, section 5). Blocks. */
public final class Certificates {

    private Certificates() {}

    /**
     * The certificates in the order of the file, at least one.
     *
     * @throws IllegalArgumentException with a sentence that names the file
     */
    public static List<X509Certificate> read(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<?> read = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new IllegalArgumentException("there is no certificate in " + pem);
            }
            return read.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException e) {
            throw unreadable(pem, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(pem + " is no PEM file of certificates", e);
        }
    }

    /**
     * What trusts the authorities of a file, and nobody else.
     *
     * @throws IllegalArgumentException with a sentence that names the file
     */
    public static TrustManagerFactory trusting(Path authorities) {
        List<X509Certificate> certificates = read(authorities);
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificates in " + authorities + " cannot be used: " + e.getMessage(), e);
        }
    }

    static IllegalArgumentException unreadable(Path file, IOException why) {
        return new IllegalArgumentException(
                why instanceof NoSuchFileException
                        ? "there is no file " + file
                        : file + " cannot be read (" + why + ")",
                why);
    }
}
