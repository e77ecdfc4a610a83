package io.fairlead.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.identity.CertificateName;
import io.fairlead.transport.mqtt.ListenerTls.ClientCertificates;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    @EnumSource(names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
    void key_ofEachKind_isTaken(Algorithm kind) throws IOException {
        own = bundle(kind);
        write();

        assertThat(TlsContexts.of(tls(chain, key, null)).isServer()).isTrue();
    }

    @Test
    void key_encrypted_isReadWithItsPassword() throws Exception {
        EncryptedKeys.write(key, own.getKeyPair().getPrivate(), "sesame");

        assertThat(TlsContexts.of(tls(chain, key, "sesame")).isServer()).isTrue();
        assertThatThrownBy(() -> TlsContexts.of(tls(chain, key, "simsalabim")))
                .hasMessageContaining("cannot be decrypted")
                .hasMessageNotContaining("simsalabim");
        assertThatThrownBy(() -> TlsContexts.of(tls(chain, key, null))).hasMessageContaining("no password is given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void key_ofTheOldForm_isToldHowToBecomeNew(String kind) throws IOException {
        Files.writeString(
                key, "-----BEGIN %s PRIVATE KEY-----\nAAAA\n-----END %s PRIVATE KEY-----".formatted(kind, kind));

        assertThatThrownBy(() -> TlsContexts.of(tls(chain, key, null)))
                .hasMessageContaining("openssl pkey")
                .hasMessageContaining(key.toString());
    }

    @Test
    void files_thatAreSomethingElse_areNamed() throws IOException {
        Path junk = Files.writeString(
                folder.resolve("junk.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");

        assertThatThrownBy(() -> TlsContexts.of(tls(key, key, null))).hasMessageContaining(key.toString());
        assertThatThrownBy(() -> TlsContexts.of(tls(chain, chain, null)))
                .hasMessageContaining("no private key in " + chain);
        assertThatThrownBy(() -> TlsContexts.of(tls(chain, junk, null))).hasMessageContaining("is damaged");
        assertThatThrownBy(() -> TlsContexts.of(tls(chain, folder, null))).hasMessageContaining("cannot be read");
    }

    private static ListenerTls tls(Path chain, Path key, @Nullable String password) {
        return new ListenerTls(chain, key, password, null, ClientCertificates.NONE, CertificateName.CN);
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
