package io.fairlead.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicTreeTest {

    private final TopicTree<String> tree = new TopicTree<>();

    @Test
    void overlappingFilters_match_findsEachOnce() {
        for (String filter : List.of("a/b", "a/+", "a/#", "#", "+/b", "a/b/#", "a/c", "b", "$SYS/#")) {
            tree.add(new TopicFilter(filter), filter);
        }

        assertThat(found("a/b")).containsExactlyInAnyOrder("a/b", "a/+", "a/#", "#", "+/b", "a/b/#");
        assertThat(found("$SYS/b")).containsExactly("$SYS/#");
    }

    @Test
    void valueFiledTwice_removedOnce_isFoundOnce() {
        tree.add(new TopicFilter("a"), "x");
        tree.add(new TopicFilter("a"), "x");

        assertThat(tree.remove(new TopicFilter("a"), "x")).isTrue();

        assertThat(found("a")).containsExactly("x");
    }

    @Test
    void unknownFilter_removed_saysSoAndChangesNothing() {
        tree.add(new TopicFilter("a/b"), "x");

        assertThat(tree.remove(new TopicFilter("a"), "x")).isFalse();
        assertThat(tree.remove(new TopicFilter("a/b"), "y")).isFalse();
        assertThat(tree.remove(new TopicFilter("a/b/c"), "x")).isFalse();

        assertThat(found("a/b")).containsExactly("x");
    }

    @Test
    void deepestFilterThatMqttAllows_addedAndRemoved_leavesNothing() {
        TopicFilter deep = new TopicFilter("/".repeat(TopicName.MAX_BYTES));
        tree.add(deep, "x");

        assertThat(tree.remove(deep, "x")).isTrue();

        assertThat(tree.isEmpty()).isTrue();
    }

    @Test
    void randomFilters_addedAndRemoved_matchAsEachFilterDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<TopicFilter> filed = new ArrayList<>();
        TopicTree<TopicFilter> walked = new TopicTree<>();
        for (int step = 0; step < 5_000; step++) {
            step(random, filed, walked);
            TopicName topic = RandomTopics.topic(random, 4);
            List<TopicFilter> found = new ArrayList<>();
            walked.match(topic, found::add);
            assertThat(found)
                    .as("%s, step %d, seed %d", topic, step, seed)
                    .containsExactlyInAnyOrderElementsOf(
                            filed.stream().filter(f -> f.matches(topic)).toList());
        }
        assertThat(walked.size()).isEqualTo(filed.size());
    }

    private static void step(Random random, List<TopicFilter> filed, TopicTree<TopicFilter> walked) {
        if (filed.size() < 10 || (filed.size() < 60 && random.nextBoolean())) {
            TopicFilter filter = RandomTopics.filter(random, 4);
            filed.add(filter);
            walked.add(filter, filter);
        } else {
            TopicFilter filter = filed.remove(random.nextInt(filed.size()));
            assertThat(walked.remove(filter, filter)).isTrue();
        }
    }

    private List<String> found(String topic) {
        List<String> found = new ArrayList<>();
        tree.match(new TopicName(topic), found::add);
        return found;
    }
}
