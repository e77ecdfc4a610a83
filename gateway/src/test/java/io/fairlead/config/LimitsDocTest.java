package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.metrics.Meters;
import io.fairlead.shares.Limit;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the tables of {@code docs/limits.md} against keys, defaults and meters. */
class LimitsDocTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\| `?([^`|]*)`? \\|");
    private static final Pattern METER = Pattern.compile("`(fairlead[a-z.]+)(?:\\{[^}]*})?`");
    private static final Pattern LABEL = Pattern.compile("`limit=\"([A-Za-z.]+)\"`");

    private final String limits = Files.readString(DOCS.resolve("limits.md"));

    LimitsDocTest() throws IOException {}

    private static Map<String, String> rows(String text) {
        return ROW.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).strip(), (one, other) -> one, TreeMap::new));
    }

    private Set<String> named(Pattern pattern) {
        return pattern.matcher(limits)
                .results()
                .map(LimitsDocTest::first)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String first(MatchResult found) {
        return found.group(1);
    }

    @Test
    void everyLimit_standsInATable() {
        List<String> keys = Keys.ALL.stream()
                .filter(key -> key.startsWith("limits.") || key.endsWith(".maxPacketBytes"))
                .toList();

        assertThat(rows(limits).keySet()).containsAll(keys);
        assertThat(Keys.ALL).containsAll(rows(limits).keySet());
    }

    @Test
    void defaults_areThoseOfTheReference() throws IOException {
        Map<String, String> reference = rows(Files.readString(DOCS.resolve("configuration.md")));

        assertThat(rows(limits))
                .allSatisfy((key, value) -> assertThat(value).as(key).isEqualTo(reference.get(key)));
    }

    @Test
    void metersThatAreNamed_exist() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry, 1);
        meters.shares(() -> 0, () -> 0, () -> 0, () -> 0);
        meters.mqttFault("other");

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .containsAll(named(METER).stream()
                        .filter(name -> !name.endsWith(".total"))
                        .toList());
    }

    @Test
    void everyLabelOfAShare_isNamed() {
        assertThat(named(LABEL))
                .containsAll(Arrays.stream(Limit.values()).map(Limit::key).toList());
    }
}
