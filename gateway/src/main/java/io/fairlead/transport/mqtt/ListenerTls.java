package io.fairlead.transport.mqtt;

import io.fairlead.identity.CertificateName;
import io.netty.handler.ssl.ClientAuth;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a listener. All files are PEM.
 *
 * @param certificates the listener's certificate, and behind it those that lead to an authority
 * @param key its private key (PKCS #8)
 * @param keyPassword what the key is encrypted with; null if it is not
 * @param clientAuthorities who signs clients' certificates; null where none are asked for
 * @param clients whether clients are asked for a certificate
 * @param identity which name of it is the user
 */
public record ListenerTls(
        Path certificates,
        Path key,
        @Nullable String keyPassword,
        @Nullable Path clientAuthorities,
        ClientCertificates clients,
        CertificateName identity) {

    /** Whether clients are asked for a certificate. One that the authorities did not sign is never accepted. */
    public enum ClientCertificates {
        NONE(ClientAuth.NONE),
        OPTIONAL(ClientAuth.OPTIONAL),
        REQUIRED(ClientAuth.REQUIRE);

        private final ClientAuth asked;

        ClientCertificates(ClientAuth asked) {
            this.asked = asked;
        }

        ClientAuth asked() {
            return asked;
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "ListenerTls[certificates=%s, key=%s, clientAuthorities=%s, clients=%s, identity=%s]"
                .formatted(certificates, key, clientAuthorities, clients, identity);
    }
}
