package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import io.fairlead.transport.tls.ListenerTls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads {@code listeners.admin}: where the operator's tools connect, and what they must show. */
final class AdminReader {

    /** So many characters of a random token cannot be guessed. */
    static final int MIN_TOKEN = 32;

    private static final int MOST_PORT = 65_535;

    private final Section section;
    private final Path folder;
    private final SecretReader secrets;
    private final Problems problems;

    AdminReader(Section section, Path folder, Problems problems) {
        this.section = section;
        this.folder = folder;
        this.secrets = new SecretReader(folder, problems);
        this.problems = problems;
    }

    Configuration.Admin read() {
        String host = section.text("host", "127.0.0.1");
        int port = section.integer("port", 9090, 0, MOST_PORT);
        Secret token = secrets.secret(section, "token").orElse(null);
        if (token != null) {
            check(token);
        } else if (InsecureCombinations.isPublic(host) && !section.has("token") && !section.has("tokenFile")) {
            problems.error(
                    at("host"),
                    "'listeners.admin' listens on " + host + ", where others can reach it, and asks for no token",
                    "add listeners.admin.tokenFile (`openssl rand -hex 32` makes one), or listen on 127.0.0.1");
        }
        return new Configuration.Admin(host, port, token, tls());
    }

    private @Nullable ListenerTls tls() {
        return new ListenerTlsReader(section.section("tls"), folder, problems).read(section.has("tls"));
    }

    private void check(Secret token) {
        String text = token.reveal();
        if (text.length() < MIN_TOKEN) {
            problems.error(
                    at("token"),
                    "'listeners.admin.token' has " + text.length() + " characters",
                    "it needs at least " + MIN_TOKEN + "; `openssl rand -hex 32` makes one");
        } else if (!text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            problems.error(
                    at("token"),
                    "'listeners.admin.token' has characters that no Authorization header can hold",
                    "use letters, digits and -._~+/= only");
        }
    }

    private Position at(String key) {
        return section.value(key)
                .or(() -> section.value(key + "File"))
                .map(YamlValue::at)
                .orElse(section.at());
    }
}
