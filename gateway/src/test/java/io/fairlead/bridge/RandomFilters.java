package io.fairlead.bridge;

import io.fairlead.topic.TopicFilter;
import java.util.Random;

/** Short filters over few names, so that many overlap. */
final class RandomFilters {

    private static final String[] LEVELS = {"a", "b", "+", "", "c"};

    private RandomFilters() {}

    static TopicFilter next(Random random) {
        int depth = 1 + random.nextInt(3);
        StringBuilder filter = new StringBuilder(random.nextInt(10) == 0 ? "$s" : name(random));
        for (int i = 1; i < depth; i++) {
            filter.append('/').append(name(random));
        }
        if (random.nextInt(4) == 0) {
            filter.append("/#");
        }
        return new TopicFilter(filter.isEmpty() ? "#" : filter.toString());
    }

    private static String name(Random random) {
        return LEVELS[random.nextInt(LEVELS.length)];
    }
}
