package io.fairlead.admission;

import io.netty.pkitesting.CertificateBuilder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Certificates that nobody signed but their owner. */
final class Certificates {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Instant END = NOW.plus(Duration.ofDays(30));

    private Certificates() {}

    static X509Certificate of(String subject) {
        return of(subject, more -> {});
    }

    static X509Certificate of(String subject, Consumer<CertificateBuilder> more) {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .setIsCertificateAuthority(true)
                .subject(subject)
                .notBefore(NOW.minus(Duration.ofDays(30)))
                .notAfter(END);
        more.accept(builder);
        try {
            return builder.buildSelfSigned().getCertificate();
        } catch (Exception e) {
            throw new IllegalStateException("the test's certificate cannot be made", e);
        }
    }
}
