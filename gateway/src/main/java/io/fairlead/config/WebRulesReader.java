package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Problems;
import io.fairlead.transport.http.WebRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads of {@code web} who may use the web listener from a page. */
final class WebRulesReader {

    private static final String ANY_ORIGIN = "*";
    private static final Duration LONGEST_HSTS = Duration.ofDays(10 * 365);

    private final Section web;
    private final Problems problems;

    WebRulesReader(Section web, Problems problems) {
        this.web = web;
        this.problems = problems;
    }

    WebRules read() {
        List<String> origins = entries("origins", WebRules::checkOrigin);
        Optional<String> cookie = web.text("cookie").filter(this::isCookieName);
        warnOfAnyOrigin(origins, cookie.isPresent());
        Duration usual = Duration.ofSeconds(WebRules.DEFAULT_HSTS_SECONDS);
        return new WebRules(
                origins,
                entries("hosts", WebRules::checkHost),
                cookie.orElse(null),
                web.duration("hsts", usual, Duration.ZERO, LONGEST_HSTS).toSeconds());
    }

    private List<String> entries(String key, Consumer<String> check) {
        List<YamlValue> items = web.value(key).map(YamlValue::items).orElse(List.of());
        return items.stream().flatMap(item -> entry(item, check).stream()).toList();
    }

    private Optional<String> entry(YamlValue item, Consumer<String> check) {
        Optional<String> text = item.text();
        try {
            text.ifPresent(check);
            return text;
        } catch (IllegalArgumentException e) {
            problems.error(
                    item.at(), "'" + item.path() + "' is '" + text.orElse("") + "'", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private boolean isCookieName(String name) {
        boolean sound = WebRules.isCookieName(name);
        if (!sound) {
            web.value("cookie").ifPresent(value -> value.refuse("the name of a cookie", "letters, digits, - and _"));
        }
        return sound;
    }

    /** With a cookie it is worse, and the gateway does not start unless told to: {@link Insecurity#ANY_ORIGIN_COOKIE}. */
    private void warnOfAnyOrigin(List<String> origins, boolean cookie) {
        if (origins.contains(ANY_ORIGIN) && !cookie) {
            web.value("origins")
                    .ifPresent(value -> problems.warning(
                            value.at(),
                            "'web.origins' lets pages of every site connect, from whatever network a browser is in",
                            "list the origins of your own pages"));
        }
    }
}
