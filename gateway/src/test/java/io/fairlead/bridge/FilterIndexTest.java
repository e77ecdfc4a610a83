package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.TopicFilter;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

class FilterIndexTest {

    @RepeatedTest(20)
    void index_walked_at_random_agrees_with_filters_compared_one_by_one() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        FilterIndex<TopicFilter> index = new FilterIndex<>();
        Set<TopicFilter> model = new HashSet<>();

        for (int step = 0; step < 300; step++) {
            TopicFilter filter = RandomFilters.next(random);
            if (random.nextInt(3) == 0) {
                index.remove(filter);
                model.remove(filter);
            } else {
                index.put(filter, filter);
                model.add(filter);
            }
            TopicFilter asked = RandomFilters.next(random);
            assertThat(index.overlapping(asked))
                    .as("seed %d, %s in %s", seed, asked, model)
                    .containsExactlyInAnyOrderElementsOf(
                            model.stream().filter(asked::overlaps).toList());
            assertThat(index.overlaps(asked)).isEqualTo(model.stream().anyMatch(asked::overlaps));
            assertThat(index.get(asked)).isEqualTo(model.contains(asked) ? asked : null);
        }
    }
}
