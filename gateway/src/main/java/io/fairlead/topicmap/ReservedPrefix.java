package io.fairlead.topicmap;

import java.util.List;

/**
 * The topics that Fairlead keeps for itself on the broker.
 *
 * @param levels the levels of the prefix
 */
record ReservedPrefix(List<String> levels) {

    static ReservedPrefix of(String prefix) {
        return new ReservedPrefix(List.of(prefix.split("/")));
    }

    /** Whether a topic or filter lies at the prefix or below. */
    boolean holds(String topic) {
        int from = 0;
        for (String level : levels) {
            if (from > topic.length() || !Template.isLevel(level, topic, from, Names.endOfLevel(topic, from))) {
                return false;
            }
            from += level.length() + 1;
        }
        return true;
    }

    /** Whether every topic of a template lies at the prefix or below. */
    boolean holds(Template template) {
        for (int i = 0; i < levels.size(); i++) {
            boolean same = i < template.size()
                    && template.segments().get(i) instanceof Segment.Literal literal
                    && literal.text().equals(levels.get(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return String.join("/", levels);
    }
}
