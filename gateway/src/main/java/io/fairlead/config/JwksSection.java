package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.identity.jwt.JwksSettings;
import io.fairlead.identity.remote.RemoteService;
import io.fairlead.problem.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code auth.jwt.jwks}: where an issuer publishes its keys. */
final class JwksSection {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REFRESH = Duration.ofDays(1);
    private static final Duration LONGEST_KEEP = Duration.ofDays(365);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final int SMALLEST = 1_024;
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Section jwks;
    private final SecretReader secrets;
    private final Problems problems;

    JwksSection(Section jwks, SecretReader secrets, Problems problems) {
        this.jwks = jwks;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** @param there whether the file has the section at all */
    Optional<JwksSettings> read(boolean there) {
        JwksSettings usual = JwksSettings.of(URI.create("https://localhost"));
        Optional<URI> url = (there ? jwks.required("url") : jwks.value("url")).flatMap(this::url);
        Duration refresh = jwks.duration("refresh", usual.refresh(), SHORTEST, LONGEST_REFRESH);
        Duration keep = jwks.duration("keep", usual.keep(), SHORTEST, LONGEST_KEEP);
        Duration timeout = jwks.duration("timeout", usual.timeout(), Duration.ofMillis(100), LONGEST_TIMEOUT);
        int maxBytes = jwks.size("maxBytes", usual.maxBytes(), SMALLEST, LARGEST);
        Duration pause = jwks.duration("pause", usual.pause(), Duration.ofMillis(100), LONGEST_REFRESH);
        Optional<String> trusted = jwks.value("caFile").flatMap(this::authorities);
        if (keep.compareTo(refresh) <= 0) {
            problems.error(
                    jwks.at(),
                    "'auth.jwt.jwks.keep' is not longer than 'refresh': the keys would be gone before new ones are fetched",
                    "keep them for hours, so that nobody notices when the issuer is away");
        }
        return url.map(u -> new JwksSettings(u, refresh, keep, timeout, maxBytes, pause, trusted.orElse(null)));
    }

    private Optional<URI> url(YamlValue value) {
        return value.text().flatMap(text -> parsed(value, text)).filter(url -> {
            if (!RemoteService.isSafe(url)) {
                problems.error(
                        value.at(),
                        "'" + value.path()
                                + "' is plain http to another machine: whoever is on the way could put in keys of their own",
                        "use https; plain http is for this machine alone");
            }
            return RemoteService.isSafe(url);
        });
    }

    private static Optional<URI> parsed(YamlValue value, String text) {
        try {
            URI url = new URI(text);
            boolean web = url.getScheme() != null
                    && List.of("http", "https").contains(url.getScheme())
                    && url.getHost() != null;
            if (web && url.getUserInfo() == null && url.getFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        value.refuse("a URL like https://id.example.org/.well-known/jwks.json, without a user's name in it", "");
        return Optional.empty();
    }

    private Optional<String> authorities(YamlValue file) {
        Optional<String> pem = secrets.content(file).map(Secret::reveal);
        pem.ifPresent(text -> {
            try {
                RemoteService.trusting(text);
            } catch (IllegalArgumentException e) {
                problems.error(file.at(), "'" + file.path() + "' cannot be used", String.valueOf(e.getMessage()));
            }
        });
        return pem;
    }
}
