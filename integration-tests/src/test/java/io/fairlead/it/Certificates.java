package io.fairlead.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority of a test's own, and a certificate for 127.0.0.1 that it has signed. Made with openssl. */
public record Certificates(Path authority, Path certificate, Path key) {

    /** Makes them in a folder. */
    public static Certificates in(Path folder) {
        Path authorityKey = folder.resolve("ca.key");
        Certificates made =
                new Certificates(folder.resolve("ca.pem"), folder.resolve("server.pem"), folder.resolve("server.key"));
        Path request = folder.resolve("server.csr");
        Path extensions = folder.resolve("server.ext");
        try {
            Files.writeString(extensions, "subjectAltName=IP:127.0.0.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout",
                authorityKey,
                "-out",
                made.authority);
        openssl("req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -keyout", made.key, "-out", request);
        openssl(
                "x509 -req -days 2 -CAcreateserial -in",
                request,
                "-CA",
                made.authority,
                "-CAkey",
                authorityKey,
                "-extfile",
                extensions,
                "-out",
                made.certificate);
        return made;
    }

    /** The lines of a listener that shows the certificate. */
    public List<String> listenerLines() {
        return List.of("certfile " + certificate, "keyfile " + key);
    }

    private static void openssl(String start, Object... rest) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(start.split(" ")));
        for (Object argument : rest) {
            command.add(argument.toString());
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("openssl failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
