package io.fairlead.transport.tls;

import static io.fairlead.transport.tls.TestCertificates.tls;
import static io.fairlead.transport.tls.TestCertificates.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.pem.CertificateFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateDoubtsTest {

    private static final TestCertificates CERTIFICATES = new TestCertificates();

    private final Instant now = Instant.now();

    @TempDir
    Path folder = Path.of("");

    @Test
    void goodCertificates_raiseNone() {
        CertificateFiles own = write(folder, "own", CERTIFICATES.of("localhost", "*.example.org"));
        CertificateFiles other = write(folder, "other", CERTIFICATES.of("a.example.net"));

        assertThat(CertificateDoubts.of(tls(own, other), now)).isEmpty();
    }

    @Test
    void ends_nearOrPast_areTold() {
        CertificateFiles own = write(folder, "own", CERTIFICATES.lasting(Duration.ofDays(20), "localhost"));

        assertThat(doubts(own, Duration.ZERO)).isEmpty();
        assertThat(doubts(own, Duration.ofDays(7)))
                .singleElement()
                .asString()
                .startsWith(own.certificates() + ": the certificate expires on ");
        assertThat(doubts(own, Duration.ofDays(21))).singleElement().asString().contains("has expired on ");
        assertThat(doubts(own, Duration.ofDays(-500)))
                .singleElement()
                .asString()
                .contains("is not valid before ");
    }

    @Test
    void commonNameAlone_isNothingThatClientsLookAt() {
        CertificateBuilder builder = new CertificateBuilder()
                .algorithm(Algorithm.ecp256)
                .subject("CN=gw.example.org")
                .notAfter(now.plus(Duration.ofDays(90)));
        CertificateFiles own = write(folder, "own", TestCertificates.made(builder, CERTIFICATES.authority()));

        assertThat(doubts(own, Duration.ZERO)).singleElement().asString().contains("no alternative names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.org", "a.*.example.org", "w*.example.org"})
    void wildcard_thatNoClientMatches_isTold(String name) {
        CertificateFiles own = write(folder, "own", CERTIFICATES.of("localhost", name));

        assertThat(doubts(own, Duration.ZERO))
                .singleElement()
                .asString()
                .contains("no client matches the name " + name);
    }

    @Test
    void furtherCertificate_ofAnAddressAlone_canBeAskedForByNobody() {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject("CN=address")
                .addSanIpAddress("192.0.2.1")
                .notAfter(now.plus(Duration.ofDays(90)));
        CertificateFiles own = write(folder, "own", CERTIFICATES.of("localhost"));
        CertificateFiles address = write(folder, "ip", TestCertificates.made(builder, CERTIFICATES.authority()));

        assertThat(CertificateDoubts.of(tls(address), now)).isEmpty();
        assertThat(CertificateDoubts.of(tls(own, address), now))
                .singleElement()
                .asString()
                .contains("no client can ask for it");
    }

    @Test
    void nameOfTwoCertificates_isTold() {
        CertificateFiles own = write(folder, "own", CERTIFICATES.of("localhost"));
        CertificateFiles again = write(folder, "again", CERTIFICATES.of("localhost"));

        assertThat(CertificateDoubts.of(tls(own, again), now))
                .singleElement()
                .asString()
                .contains("the name localhost is that of " + own.certificates());
    }

    @Test
    void smallKeyAndOldSignature_areTold() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1_024);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=old");
        byte[] certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(90))),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA1withRSA").build(pair.getPrivate()))
                .getEncoded();
        Path file = Files.write(folder.resolve("old.der"), certificate);

        assertThat(doubts(new CertificateFiles(file, file, null), Duration.ZERO))
                .anyMatch(doubt -> doubt.contains("the RSA key has 1024 bits"))
                .anyMatch(doubt -> doubt.contains("signed with SHA1withRSA"));
    }

    private List<String> doubts(CertificateFiles files, Duration later) {
        return CertificateDoubts.of(tls(files), now.plus(later));
    }
}
