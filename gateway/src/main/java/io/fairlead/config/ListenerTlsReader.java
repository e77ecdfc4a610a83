package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.identity.CertificateName;
import io.fairlead.problem.Problems;
import io.fairlead.transport.mqtt.ListenerTls;
import io.fairlead.transport.mqtt.ListenerTls.ClientCertificates;
import io.fairlead.transport.mqtt.TlsContexts;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code tls} of a listener, and tries whether its files make one. */
final class ListenerTlsReader {

    private final Section section;
    private final Path folder;
    private final Problems problems;

    ListenerTlsReader(Section section, Path folder, Problems problems) {
        this.section = section;
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * The TLS that the section describes; null, and among the problems, if it is none.
     *
     * @param there whether the listener has the section at all
     */
    @Nullable
    ListenerTls read(boolean there) {
        long before = problems.list().size();
        Optional<Path> certificates = file("certFile");
        Optional<Path> key = file("keyFile");
        Optional<Secret> password = new SecretReader(folder, problems).secret(section, "keyPassword");
        Optional<Path> authorities = file("clientCaFile");
        ClientCertificates clients = section.choice(
                "clientCertificates", authorities.isPresent() ? ClientCertificates.REQUIRED : ClientCertificates.NONE);
        CertificateName identity = section.choice("identity", CertificateName.CN);
        if (!there) {
            return null;
        }
        requireFiles(certificates, key);
        requireAuthorities(clients, authorities);
        if (problems.list().size() > before || certificates.isEmpty() || key.isEmpty()) {
            return null;
        }
        return tried(new ListenerTls(
                certificates.get(),
                key.get(),
                password.map(Secret::reveal).orElse(null),
                authorities.orElse(null),
                clients,
                identity));
    }

    private Optional<Path> file(String key) {
        return section.text(key).map(folder::resolve);
    }

    private void requireFiles(Optional<Path> certificates, Optional<Path> key) {
        if (certificates.isEmpty()) {
            section.required("certFile");
        }
        if (key.isEmpty()) {
            section.required("keyFile");
        }
    }

    private void requireAuthorities(ClientCertificates clients, Optional<Path> authorities) {
        if (clients != ClientCertificates.NONE && authorities.isEmpty()) {
            section.value("clientCertificates")
                    .ifPresent(v -> v.refuse(
                            "none where there is no clientCaFile",
                            "clientCaFile names the authorities that sign clients' certificates"));
        }
    }

    private @Nullable ListenerTls tried(ListenerTls tls) {
        try {
            TlsContexts.of(tls);
            return tls;
        } catch (IllegalArgumentException e) {
            String path = section.value("certFile").map(YamlValue::path).orElse("certFile");
            problems.error(
                    section.at(),
                    "'" + path.replaceAll("\\.certFile$", "") + "' cannot be used",
                    String.valueOf(e.getMessage()));
            return null;
        }
    }
}
