package io.fairlead.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Topics and filters over a small alphabet, so that they meet often. */
final class RandomTopics {

    private static final List<String> LEVELS = List.of("a", "b", "$x", "");

    private RandomTopics() {}

    /** Every topic of at most so many levels; none is empty or starts with an empty level. */
    static List<TopicName> all(int maxLevels) {
        List<TopicName> all = new ArrayList<>();
        List<String> longest = List.of("a", "b", "$x", "$y");
        for (int level = 1; level <= maxLevels; level++) {
            longest.forEach(name -> all.add(new TopicName(name)));
            longest = longest.stream()
                    .flatMap(name -> LEVELS.stream().map(next -> name + "/" + next))
                    .toList();
        }
        return all;
    }

    /** A topic of at most so many levels. */
    static TopicName topic(Random random, int maxLevels) {
        StringBuilder name = new StringBuilder(LEVELS.get(random.nextInt(3)));
        for (int i = random.nextInt(maxLevels); i > 0; i--) {
            name.append('/').append(LEVELS.get(random.nextInt(LEVELS.size())));
        }
        return new TopicName(name.toString());
    }

    /** A filter of at most so many levels. */
    static TopicFilter filter(Random random, int maxLevels) {
        StringBuilder filter = new StringBuilder(random.nextInt(4) == 0 ? "+" : LEVELS.get(random.nextInt(3)));
        for (int i = random.nextInt(maxLevels); i > 0; i--) {
            filter.append('/').append(random.nextInt(3) == 0 ? "+" : LEVELS.get(random.nextInt(LEVELS.size())));
        }
        return switch (random.nextInt(8)) {
            case 0 -> new TopicFilter("#");
            case 1, 2 -> new TopicFilter(filter + "/#");
            default -> new TopicFilter(filter.toString());
        };
    }
}
