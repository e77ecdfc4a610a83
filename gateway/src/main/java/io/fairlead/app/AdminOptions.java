package io.fairlead.app;

import io.fairlead.config.yaml.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that ask a running gateway's admin listener. */
final class AdminOptions {

    private static final String TOKEN = "FAIRLEAD_ADMIN_TOKEN";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:FAIRLEAD_ADMIN_URL:-http://127.0.0.1:9090}",
            description = "The admin listener of a gateway; ${DEFAULT-VALUE} if it is not named.")
    private String url = "http://127.0.0.1:9090";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the listener's token; the variable " + TOKEN + " if it is not given.")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "Writes the gateway's answer as it is.")
    boolean json;

    /** A client of that listener. */
    AdminClient client(Environment environment) {
        try {
            URI base = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if (base.getScheme() == null || !base.getScheme().startsWith("http") || base.getHost() == null) {
                throw new IllegalArgumentException("no address");
            }
            return new AdminClient(base, token(environment));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.no("--url " + url + " is no address; write it as http://127.0.0.1:9090");
        }
    }

    private @Nullable String token(Environment environment) {
        Path file = tokenFile;
        if (file == null) {
            String token = environment.get(TOKEN);
            return token == null || token.isEmpty() ? null : token;
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw CommandFailure.unreachable("--token-file " + file + " cannot be read (" + e + ")");
        }
    }
}
