package io.fairlead.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.identity.CertificateName;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.pem.OwnCertificate;
import io.fairlead.transport.tls.ListenerTls.ClientCertificates;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that make a TLS context, and what is said of those that do not. */
class TlsContextsTest {

    @TempDir
    Path folder = Path.of("");

    private X509Bundle own = bundle(Algorithm.ecp256);
    private Path chain = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void write() throws IOException {
        chain = Files.writeString(folder.resolve("chain.pem"), own.getCertificatePathPEM());
        key = Files.writeString(folder.resolve("key.pem"), own.getPrivateKeyPEM());
    }

    @ParameterizedTest
    @MethodSource
    void key_ofEachKind_isTaken(Algorithm kind, SslProvider provider) throws IOException {
        own = bundle(kind);
        write();

        assertThat(isUsable(provider, null)).isTrue();
    }

    static Stream<Arguments> key_ofEachKind_isTaken() {
        return Stream.of(Algorithm.ecp256, Algorithm.ecp384, Algorithm.rsa2048, Algorithm.ed25519)
                .flatMap(kind -> Providers.all().map(provider -> Arguments.of(kind, provider)));
    }

    @Test
    void key_encrypted_isReadWithItsPassword() throws Exception {
        EncryptedKeys.write(key, own.getKeyPair().getPrivate(), "sesame");

        assertThat(isUsable(SslProvider.JDK, "sesame")).isTrue();
        assertThatThrownBy(() -> read(chain, key, "simsalabim"))
                .hasMessageContaining("cannot be decrypted")
                .hasMessageNotContaining("simsalabim");
        assertThatThrownBy(() -> read(chain, key, null)).hasMessageContaining("no password is given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void key_ofTheOldForm_isToldHowToBecomeNew(String kind) throws IOException {
        Files.writeString(
                key, "-----BEGIN %s PRIVATE KEY-----\nAAAA\n-----END %s PRIVATE KEY-----".formatted(kind, kind));

        assertThatThrownBy(() -> read(chain, key, null))
                .hasMessageContaining("openssl pkey")
                .hasMessageContaining(key.toString());
    }

    @Test
    void files_thatAreSomethingElse_areNamed() throws IOException {
        Path junk = Files.writeString(
                folder.resolve("junk.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");

        assertThatThrownBy(() -> read(key, key, null)).hasMessageContaining(key.toString());
        assertThatThrownBy(() -> read(chain, chain, null)).hasMessageContaining("no private key in " + chain);
        assertThatThrownBy(() -> read(chain, junk, null)).hasMessageContaining("is damaged");
        assertThatThrownBy(() -> read(chain, folder, null)).hasMessageContaining("cannot be read");
    }

    private boolean isUsable(SslProvider provider, @Nullable String password) {
        CertificateFiles files = new CertificateFiles(chain, key, password);
        ListenerTls tls = new ListenerTls(files, List.of(), null, ClientCertificates.NONE, CertificateName.CN);
        SslContext made = new TlsContexts(tls, Protocol.HTTP, provider).of(files.read());
        ReferenceCountUtil.release(made);
        return made.isServer();
    }

    private static OwnCertificate read(Path chain, Path key, @Nullable String password) {
        return new CertificateFiles(chain, key, password).read();
    }

    private static X509Bundle bundle(Algorithm kind) {
        try {
            return new CertificateBuilder()
                    .algorithm(kind)
                    .subject("CN=localhost")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException("the test's certificate cannot be made", e);
        }
    }
}
