package io.fairlead.transport.tls;

import io.fairlead.identity.CertificateName;
import io.fairlead.pem.CertificateFiles;
import io.netty.handler.ssl.ClientAuth;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a listener. All files are PEM.
 *
 * @param first its certificate; the one for clients that ask for no name, or for one that is nobody's
 * @param more further ones, each for the names that it bears
 * @param clientAuthorities who signs clients' certificates; null where none are asked for
 * @param clients whether clients are asked for a certificate
 * @param identity which name of it is the user
 */
public record ListenerTls(
        CertificateFiles first,
        List<CertificateFiles> more,
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

    /** Takes a copy of the list. */
    public ListenerTls {
        more = List.copyOf(more);
    }

    /** Every certificate, the first one first. */
    public List<CertificateFiles> certificates() {
        return Stream.concat(Stream.of(first), more.stream()).toList();
    }

    /** Which name of a client's certificate is the user; null where none is asked for. */
    public @Nullable CertificateName certificateName() {
        return clients == ClientCertificates.NONE ? null : identity;
    }

    /** Every file it is made of. */
    Set<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        certificates().forEach(one -> files.addAll(one.all()));
        if (clientAuthorities != null) {
            files.add(clientAuthorities);
        }
        return files;
    }
}
