package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.identity.Decision;
import io.fairlead.identity.hook.HookSettings;
import io.fairlead.problem.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.hook}: who is asked beyond tokens and topic map. */
final class HookSection {

    private static final List<String> WORDS =
            Stream.of(Decision.values()).map(Decision::word).toList();

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_ENTRIES = 10_000_000;
    private static final int MOST_CALLS = 100_000;

    private final Section section;
    private final SecretReader secrets;
    private final Problems problems;

    HookSection(Section section, SecretReader secrets, Problems problems) {
        this.section = section;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** The settings; null if there are none, or no usable ones. */
    @Nullable
    HookSettings read() {
        HookSettings usual = HookSettings.of(URI.create("https://localhost"), Set.of(Decision.CONNECT));
        boolean allowHttp = section.flag("allowHttp", false);
        Optional<URI> url = section.value("url").flatMap(value -> url(value, allowHttp));
        Set<Decision> decides = section.value("decides").map(this::decides).orElse(usual.decides());
        Duration timeout = section.duration("timeout", usual.timeout(), LEAST_TIMEOUT, LONGEST_TIMEOUT);
        HookSettings.Cache cache = cache(section.section("cache"));
        int inFlight = section.integer("inFlight", usual.inFlight(), 1, MOST_CALLS);
        int waiting = section.integer("waiting", usual.waiting(), 0, MOST_CALLS);
        HookSettings.Failure failure = section.choice("failure", usual.failure());
        String secret = secrets.secret(section, "secret").map(Secret::reveal).orElse(null);
        String trusted = section.value("caFile")
                .flatMap(secrets::content)
                .map(Secret::reveal)
                .orElse(null);
        if (!section.has("url") && !section.written().isEmpty()) {
            problems.error(section.at(), "'auth.hook' has no url", "say where the hook is asked, as https://HOST/PATH");
        }
        return url.map(u -> new HookSettings(u, decides, timeout, cache, inFlight, waiting, failure, secret, trusted))
                .orElse(null);
    }

    private static HookSettings.Cache cache(Section cache) {
        HookSettings.Cache usual = HookSettings.Cache.DEFAULT;
        return new HookSettings.Cache(
                cache.integer("entries", usual.entries(), 0, MOST_ENTRIES),
                cache.duration("allowed", usual.allowed(), Duration.ZERO, HookSettings.LONGEST_CACHE),
                cache.duration("denied", usual.denied(), Duration.ZERO, HookSettings.LONGEST_CACHE));
    }

    private Set<Decision> decides(YamlValue value) {
        Set<Decision> decides = EnumSet.noneOf(Decision.class);
        for (YamlValue item : value.items()) {
            item.choice(WORDS).ifPresent(word -> decides.add(Decision.valueOf(word.toUpperCase(Locale.ROOT))));
        }
        if (value.items().isEmpty()) {
            problems.error(value.at(), "'auth.hook.decides' is empty, so that nobody would ask the hook");
        }
        return Set.copyOf(decides);
    }

    private Optional<URI> url(YamlValue value, boolean allowHttp) {
        return value.text().flatMap(text -> parsed(value, text)).filter(url -> isSafe(value, url, allowHttp));
    }

    private static Optional<URI> parsed(YamlValue value, String text) {
        try {
            URI url = new URI(text);
            boolean usable = url.getHost() != null && List.of("http", "https").contains(url.getScheme());
            if (usable && url.getUserInfo() == null && url.getFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        value.refuse("a URL like https://auth.example.org/fairlead", "a secret goes to auth.hook.secret");
        return Optional.empty();
    }

    private boolean isSafe(YamlValue value, URI url, boolean allowHttp) {
        boolean safe = url.getScheme().equals("https")
                || LOOPBACK.matcher(url.getHost()).matches();
        if (!safe && !allowHttp) {
            problems.error(
                    value.at(),
                    "'auth.hook.url' is plain http to another host, where passwords and tokens pass in the clear",
                    "use https, or say 'auth.hook.allowHttp: true' where the network between is safe");
        }
        return safe || allowHttp;
    }
}
