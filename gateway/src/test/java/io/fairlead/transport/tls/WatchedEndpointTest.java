package io.fairlead.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.pem.CertificateFiles;
import io.fairlead.transport.NoLeaks;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that change in all the ways in which files change. */
@ExtendWith(NoLeaks.class)
class WatchedEndpointTest {

    private static final TestCertificates CERTIFICATES = new TestCertificates();

    private final X509Bundle old = CERTIFICATES.of("localhost");
    private final X509Bundle renewed = CERTIFICATES.of("localhost");

    @TempDir
    Path folder = Path.of("");

    private CertificateFiles files = new CertificateFiles(Path.of(""), Path.of(""), null);
    private @Nullable TlsEndpoint endpoint;
    private @Nullable WatchedEndpoint watched;
    private int taken;
    private int refused;

    @BeforeEach
    void begin() {
        watch(TestCertificates.write(folder, "own", old));
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(endpoint).close();
    }

    @Test
    void nothingNew_isNotRead() {
        look(3);

        assertThat(taken + refused).isZero();
    }

    @Test
    void filesWrittenOver_areTakenAtTheSecondLook() {
        TestCertificates.write(folder, "own", renewed);
        look(1);
        assertServes(old);

        look(1);

        assertServes(renewed);
        look(3);
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void filesMovedIntoPlace_withTheirOldTimes_areTaken() throws IOException {
        CertificateFiles fresh = TestCertificates.write(folder, "fresh", renewed);
        FileTime time = Files.getLastModifiedTime(files.certificates());
        for (int i = 0; i < 2; i++) {
            Files.setLastModifiedTime(fresh.all().get(i), time);
            Files.move(fresh.all().get(i), files.all().get(i), StandardCopyOption.REPLACE_EXISTING);
        }

        look(2);

        assertServes(renewed);
    }

    /** As Kubernetes does with the files of a secret. */
    @Test
    void folderBehindALink_replaced_isTaken() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        TestCertificates.write(first, "tls", old);
        TestCertificates.write(second, "tls", renewed);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Path certificate = Files.createSymbolicLink(folder.resolve("tls.pem"), Path.of("..data/tls.pem"));
        Path key = Files.createSymbolicLink(folder.resolve("tls.key"), Path.of("..data/tls.key"));
        watch(new CertificateFiles(certificate, key, null));

        Path turned = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE);
        look(2);

        assertServes(renewed);
    }

    @Test
    void certificateWithoutItsKey_isNotTakenAndToldOnce_untilTheKeyCame() throws IOException {
        Files.writeString(files.certificates(), renewed.getCertificatePathPEM());
        look(5);

        assertServes(old);
        assertThat(refused).isEqualTo(1);

        Files.writeString(files.certificates(), renewed.getCertificatePathPEM().substring(0, 100));
        look(5);
        assertThat(refused).isEqualTo(1);

        TestCertificates.write(folder, "own", renewed);
        look(2);
        assertServes(renewed);
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void fileThatIsGone_isWaitedFor() throws IOException {
        Files.delete(files.key());
        look(3);
        assertServes(old);
        assertThat(refused).isEqualTo(1);

        TestCertificates.write(folder, "own", old);
        look(3);

        assertServes(old);
        assertThat(taken).isZero();
    }

    @Test
    void secondTrouble_afterAGoodSwap_isToldAgain() throws IOException {
        Files.writeString(files.certificates(), "junk");
        look(2);
        TestCertificates.write(folder, "own", renewed);
        look(2);
        Files.writeString(files.certificates(), "junk again");
        look(2);

        assertServes(renewed);
        assertThat(refused).isEqualTo(2);
    }

    @Test
    void taking_doesNotWaitForASecondLook() {
        TestCertificates.write(folder, "own", renewed);

        Objects.requireNonNull(watched).take();

        assertServes(renewed);
        look(3);
        assertThat(taken).isEqualTo(1);
    }

    // ----

    private void watch(CertificateFiles watchedFiles) {
        if (endpoint != null) {
            endpoint.close();
        }
        files = watchedFiles;
        TlsEndpoint made = TlsEndpoint.of("test", TestCertificates.tls(files), Protocol.MQTT, SslProvider.JDK);
        endpoint = made;
        watched = new WatchedEndpoint(made, new WatchedEndpoint.Reloads() {
            @Override
            public void taken() {
                taken++;
            }

            @Override
            public void refused() {
                refused++;
            }
        });
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            Objects.requireNonNull(watched).look();
        }
    }

    private void assertServes(X509Bundle bundle) {
        assertThat(Objects.requireNonNull(endpoint).certificates().get(0).first())
                .isEqualTo(bundle.getCertificate());
    }
}
