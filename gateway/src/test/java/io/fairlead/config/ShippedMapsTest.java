package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topicmap.PublishOptions;
import io.fairlead.topicmap.Recover;
import io.fairlead.topicmap.RouteDefaults;
import io.fairlead.topicmap.SubscribeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The maps that ship with the product, and those in its reference. */
class ShippedMapsTest {

    private static final Path TOP = Path.of("..");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    static Stream<Path> maps() throws IOException {
        try (Stream<Path> examples = Files.list(TOP.resolve("conf/examples"))) {
            List<Path> files = examples.filter(ShippedMapsTest::isMap).sorted().toList();
            return Stream.concat(Stream.of(TOP.resolve("conf/topics.yaml")), files.stream());
        }
    }

    private static boolean isMap(Path file) {
        return text(file).lines().anyMatch(line -> line.equals("routes:"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void read_shippedMap_hasNeitherErrorsNorUnexpectedWarnings(Path file) {
        TopicMapFile.Outcome outcome = TopicMapFile.read(file, name -> null, TopicMapFile.DEFAULT_PREFIX);

        assertThat(outcome.map()).isPresent();
        assertThat(outcome.problems()).isEmpty();
    }

    @Test
    void read_examplesOfTheReference_areSound() {
        Matcher matcher = EXAMPLE.matcher(text(TOP.resolve("docs/topic-map.md")));
        int count = 0;
        while (matcher.find()) {
            TopicMapFile.parse(matcher.group(1));
            count++;
        }
        assertThat(count).isGreaterThan(2);
    }

    @Test
    void reference_everyOption_standsWithItsDefault() {
        String reference = text(TOP.resolve("docs/topic-map.md"));
        SubscribeOptions subscribe = RouteDefaults.STANDARD.subscribe();
        PublishOptions publish = RouteDefaults.STANDARD.publish();

        assertThat(reference)
                .contains(row("payload", word(RouteDefaults.STANDARD.payload())))
                .contains(row("qos", subscribe.qos().level()))
                .contains(row("qos", publish.qos().level()))
                .contains(row("delivery", word(subscribe.delivery())))
                .contains(row("expiry", subscribe.expiry().toDays() + "d"))
                .contains(row("slow", word(subscribe.slow())))
                .contains(row("maxRate", (int) subscribe.maxRate()))
                .contains(row("retained", subscribe.retained()))
                .contains(row("noLocal", subscribe.noLocal()))
                .contains(row("maxBytes", publish.maxBytes() / 1024 + "KiB"))
                .contains(row("retain", publish.retain()))
                .contains(row("request", publish.request()));
        assertThat(subscribe.recover()).isEqualTo(Recover.NONE);
        assertThat(subscribe.props()).isEmpty();
        assertThat(publish.props()).isEmpty();
        assertThat(publish.rate()).isNull();
    }

    private static String row(String key, Object value) {
        return "| `" + key + "` | `" + value + "` |";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
