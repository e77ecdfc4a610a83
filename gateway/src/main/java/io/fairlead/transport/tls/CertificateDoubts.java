package io.fairlead.transport.tls;

import io.fairlead.pem.CertificateFiles;
import io.fairlead.pem.Certificates;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is to be said of certificates that can be used, and should not be. */
public final class CertificateDoubts {

    private static final Duration NOTICE = Duration.ofDays(14);
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int LEAST_EC_BITS = 224;

    private final Instant now;
    private final List<String> doubts = new ArrayList<>();

    private CertificateDoubts(Instant now) {
        this.now = now;
    }

    /**
     * Looks at the files of a listener. Blocks.
     *
     * @return sentences that name the file; none if all is well
     * @throws IllegalArgumentException if a file cannot be read
     */
    public static List<String> of(ListenerTls tls, Instant now) {
        CertificateDoubts doubts = new CertificateDoubts(now);
        Map<String, Path> taken = new HashMap<>();
        List<CertificateFiles> all = tls.certificates();
        for (int i = 0; i < all.size(); i++) {
            Path file = all.get(i).certificates();
            X509Certificate certificate = Certificates.read(file).get(0);
            doubts.ofTime(file, certificate);
            doubts.ofStrength(file, certificate);
            doubts.ofNames(file, certificate, i > 0);
            doubts.ofSharedNames(file, certificate, taken);
        }
        Path authorities = tls.clientAuthorities();
        if (authorities != null) {
            Certificates.read(authorities).forEach(authority -> doubts.ofTime(authorities, authority));
        }
        return doubts.doubts;
    }

    private void ofTime(Path file, X509Certificate certificate) {
        Instant ends = certificate.getNotAfter().toInstant();
        if (ends.isBefore(now)) {
            add(file, "the certificate has expired on " + ends);
        } else if (ends.isBefore(now.plus(NOTICE))) {
            add(file, "the certificate expires on " + ends);
        } else if (certificate.getNotBefore().toInstant().isAfter(now)) {
            add(
                    file,
                    "the certificate is not valid before "
                            + certificate.getNotBefore().toInstant());
        }
    }

    private void ofStrength(Path file, X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            add(file, "the RSA key has " + rsa.getModulus().bitLength() + " bits; clients want " + LEAST_RSA_BITS);
        } else if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < LEAST_EC_BITS) {
            add(file, "the EC key has " + ec.getParams().getOrder().bitLength() + " bits; clients want 256");
        }
        String signed = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signed.startsWith("SHA1") || signed.startsWith("MD5") || signed.startsWith("MD2")) {
            add(
                    file,
                    "the certificate is signed with " + certificate.getSigAlgName() + ", which clients do not accept");
        }
    }

    /** @param named whether it serves only those who ask for it by name */
    private void ofNames(Path file, X509Certificate certificate, boolean named) {
        Set<String> hosts = CertificateNames.hosts(certificate);
        if (!CertificateNames.hasAlternatives(certificate)) {
            add(file, "the certificate has no alternative names, and clients look at no others");
        }
        for (String host : hosts) {
            if (!CertificateNames.isMatchable(host)) {
                add(file, "no client matches the name " + host);
            }
        }
        if (named && hosts.isEmpty()) {
            add(file, "the certificate bears no name of a host, so that no client can ask for it");
        }
    }

    private void ofSharedNames(Path file, X509Certificate certificate, Map<String, Path> taken) {
        for (String host : CertificateNames.hosts(certificate)) {
            Path other = taken.putIfAbsent(host, file);
            if (other != null) {
                add(file, "the name " + host + " is that of " + other + " too; the one that lasts longer serves it");
            }
        }
    }

    private void add(Path file, String doubt) {
        doubts.add(file + ": " + doubt);
    }
}
