package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.problem.Problems;
import java.nio.file.Path;
import java.util.Optional;

/** Reads where a certificate lies, and its key: {@code certFile}, {@code keyFile} and {@code keyPassword}. */
final class CertificateFilesReader {

    private final Section section;
    private final Path folder;
    private final Problems problems;

    CertificateFilesReader(Section section, Path folder, Problems problems) {
        this.section = section;
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * Both files; empty, and among the problems, if only one is there, or none and they are needed.
     *
     * @param needed whether there must be a certificate
     */
    Optional<CertificateFiles> read(boolean needed) {
        Optional<Path> certificates = section.text("certFile").map(folder::resolve);
        Optional<Path> key = section.text("keyFile").map(folder::resolve);
        Optional<Secret> password = new SecretReader(folder, problems).secret(section, "keyPassword");
        if (needed || certificates.isPresent() || key.isPresent() || password.isPresent()) {
            section.required("certFile");
            section.required("keyFile");
        }
        return certificates.flatMap(chain -> key.map(own ->
                new CertificateFiles(chain, own, password.map(Secret::reveal).orElse(null))));
    }
}
