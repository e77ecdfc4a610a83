package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.identity.CertificateName;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.problem.Problems;
import io.fairlead.transport.tls.CertificateDoubts;
import io.fairlead.transport.tls.ListenerTls;
import io.fairlead.transport.tls.ListenerTls.ClientCertificates;
import io.fairlead.transport.tls.Protocol;
import io.fairlead.transport.tls.TlsEndpoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        boolean soundBefore = !problems.hasErrors();
        Optional<CertificateFiles> first = new CertificateFilesReader(section, folder, problems).read(there);
        List<CertificateFiles> more = more();
        Optional<Path> authorities = section.text("clientCaFile").map(folder::resolve);
        ClientCertificates clients = section.choice(
                "clientCertificates", authorities.isPresent() ? ClientCertificates.REQUIRED : ClientCertificates.NONE);
        CertificateName identity = section.choice("identity", CertificateName.CN);
        if (!there) {
            return null;
        }
        requireAuthorities(clients, authorities);
        return first.isEmpty() || (soundBefore && problems.hasErrors())
                ? null
                : tried(new ListenerTls(first.get(), more, authorities.orElse(null), clients, identity));
    }

    private List<CertificateFiles> more() {
        List<CertificateFiles> read = new ArrayList<>();
        for (YamlValue item : section.value("more").map(YamlValue::items).orElse(List.of())) {
            Section one = item.section();
            new CertificateFilesReader(one, folder, problems).read(true).ifPresent(read::add);
            one.finish();
        }
        return read;
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
        String path = section.value("certFile").map(YamlValue::path).orElse("certFile");
        String where = "'" + path.replaceAll("\\.certFile$", "") + "'";
        try (TlsEndpoint made = TlsEndpoint.of(where, tls, Protocol.HTTP)) {
            CertificateDoubts.of(tls, Instant.now())
                    .forEach(doubt -> problems.warning(section.at(), where + ": " + doubt, ""));
            return made.certificates().isEmpty() ? null : tls;
        } catch (IllegalArgumentException e) {
            problems.error(section.at(), where + " cannot be used", String.valueOf(e.getMessage()));
            return null;
        }
    }
}
