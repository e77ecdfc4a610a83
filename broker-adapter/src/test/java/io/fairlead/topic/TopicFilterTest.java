package io.fairlead.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b",
        "a/+, a/b",
        "a/+, a/",
        "+/b, /b",
        "#, a",
        "#, a/b/c",
        "a/#, a",
        "a/#, a/b/c",
        "+/+, /",
        "/+, /x",
        "+, a",
        "a/+/c, a/b/c",
        "a/+/#, a/b",
        "$SYS/#, $SYS/x",
        "$SYS/#, $SYS",
        "a/#, a/$x",
        "+/$x, a/$x"
    })
    void filter_topicOfIt_matches(String filter, String topic) {
        assertThat(new TopicFilter(filter).matches(new TopicName(topic))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/c",
        "a/b, a",
        "a, a/b",
        "a/+, a",
        "a/+, a/b/c",
        "+, /a",
        "a/+/#, a",
        "#, $SYS/x",
        "+/x, $SYS/x",
        "+, $SYS",
        "ab, a",
        "a, ab",
        "a/b/#, a/bb",
        "A, a"
    })
    void filter_otherTopic_doesNotMatch(String filter, String topic) {
        assertThat(new TopicFilter(filter).matches(new TopicName(topic))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a+", "+a", "a/b#", "#/a", "a/#/b", "a\0b"})
    void notAFilter_made_isRefused(String value) {
        assertThatThrownBy(() -> new TopicFilter(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, a/b",
        "a/b, a/c, a/+",
        "a, a/b, a/#",
        "a/b, a/c/d, a/+/#",
        "x, y, +",
        "a/#, a/b, a/#",
        "#, a/b, #",
        "a/+/c, a/b/+, a/+/+",
        "$x/a, $x/b, $x/+",
        "x, a/b, +/#"
    })
    void twoFilters_generalised_smallestThatCoversBoth(String a, String b, String expected) {
        assertThat(new TopicFilter(a).generalise(new TopicFilter(b))).contains(new TopicFilter(expected));
    }

    @ParameterizedTest
    @CsvSource({"$x/a, b/a", "$x/#, #", "+/a, $x/a", "$x, $y"})
    void dollarTopics_generalised_nothingCoversBoth(String a, String b) {
        assertThat(new TopicFilter(a).generalise(new TopicFilter(b))).isEmpty();
        assertThat(new TopicFilter(b).generalise(new TopicFilter(a))).isEmpty();
    }

    @Test
    void randomFilters_compared_agreeWithTheTopicsTheyMatch() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<TopicName> topics = RandomTopics.all(4);
        for (int i = 0; i < 2_000; i++) {
            TopicFilter a = RandomTopics.filter(random, 3);
            TopicFilter b = RandomTopics.filter(random, 3);
            String what = a + " and " + b + ", seed " + seed;
            assertThat(a.overlaps(b)).as(what).isEqualTo(topics.stream().anyMatch(t -> a.matches(t) && b.matches(t)));
            assertThat(a.covers(b)).as(what).isEqualTo(topics.stream().noneMatch(t -> b.matches(t) && !a.matches(t)));
            a.generalise(b)
                    .ifPresent(both -> assertThat(both.covers(a) && both.covers(b))
                            .as(what)
                            .isTrue());
        }
    }
}
