package io.fairlead.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A topic filter: a topic name in which {@code +} stands for one level and a last {@code #} for any number of them, the
 * parent level included (MQTT 5, section 4.7). Wildcards at the start match no topic whose first character is {@code $}.
 *
 * @param value 1 to 65,535 bytes of UTF-8 without NUL; wildcards stand alone in their level
 */
public record TopicFilter(String value) {

    /** @throws IllegalArgumentException if MQTT has no such filter */
    public TopicFilter {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a topic filter has at least one character");
        }
        for (int i = 0; i < value.length(); i++) {
            check(value, i);
        }
        if (value.length() > TopicName.MAX_BYTES / 3
                && value.getBytes(StandardCharsets.UTF_8).length > TopicName.MAX_BYTES) {
            throw new IllegalArgumentException("a topic filter has at most " + TopicName.MAX_BYTES + " bytes");
        }
    }

    private static void check(String value, int i) {
        char c = value.charAt(i);
        boolean startsLevel = i == 0 || value.charAt(i - 1) == '/';
        boolean endsLevel = i == value.length() - 1 || value.charAt(i + 1) == '/';
        if (c == 0) {
            throw new IllegalArgumentException("a topic filter holds no NUL");
        }
        if ((c == '+' || c == '#') && !(startsLevel && endsLevel)) {
            throw new IllegalArgumentException("'" + c + "' stands alone in its level: " + value);
        }
        if (c == '#' && i != value.length() - 1) {
            throw new IllegalArgumentException("'#' is the last level of a topic filter: " + value);
        }
    }

    /** Whether the filter holds a wildcard. */
    public boolean hasWildcard() {
        return value.indexOf('+') >= 0 || value.endsWith("#");
    }

    /** Whether a message of this topic goes to a subscription with this filter. */
    public boolean matches(TopicName topic) {
        return Levels.meet(value, topic.value());
    }

    /** Whether there can be a topic that both filters match. */
    public boolean overlaps(TopicFilter other) {
        return Levels.meet(value, other.value);
    }

    /** Whether this filter matches every topic that the other one matches. */
    public boolean covers(TopicFilter other) {
        return Levels.cover(value, other.value);
    }

    /**
     * The smallest filter that covers both, level by level: levels that differ become {@code +}, and what only one of
     * them has becomes {@code #}. Empty where no filter covers both: wildcards at the start leave out {@code $} topics.
     */
    public Optional<TopicFilter> generalise(TopicFilter other) {
        return Levels.canGeneralise(value, other.value)
                ? Optional.of(new TopicFilter(Levels.generalise(value, other.value)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
