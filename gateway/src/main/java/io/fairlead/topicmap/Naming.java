package io.fairlead.topicmap;

import java.util.List;

/**
 * How clients name what they use.
 *
 * @param byTopic whether by the broker's topics; else by channels
 * @param emptyLevels whether names may have empty levels, where a route says so
 */
record Naming(boolean byTopic, boolean emptyLevels) {

    static final Naming CHANNELS = new Naming(false, false);

    static final List<Naming> ALL =
            List.of(CHANNELS, new Naming(false, true), new Naming(true, false), new Naming(true, true));

    /** Whether a name has an empty level that no route can allow. */
    boolean refuses(String name) {
        return !emptyLevels && Names.hasEmptyLevel(name, 0);
    }
}
