package io.fairlead.topicmap;

import io.fairlead.topic.MqttCharacters;
import org.jspecify.annotations.Nullable;

/**
 * What may be a name: of a channel, a channel filter, a level in it. Whatever passes is safe to send to a broker, since a
 * broker that meets a name it dislikes closes the connection, which others share.
 */
final class Names {

    /** The most levels a channel or topic has. */
    static final int MAX_LEVELS = 32;

    /** The longest level, in bytes of UTF-8. */
    static final int MAX_LEVEL_BYTES = 256;

    private Names() {}

    /**
     * What is wrong with the name of a channel or, with wildcards, a channel filter; null if nothing is. Empty levels pass:
     * whether they are allowed is the route's to say.
     */
    static @Nullable String fault(String name, boolean wildcards) {
        int levels = 1;
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/') {
                levels++;
                bytes = 0;
            } else if (c == '+' || c == '#') {
                String fault = wildcardFault(name, i, wildcards);
                if (fault != null) {
                    return fault;
                }
                bytes++;
            } else {
                if (MqttCharacters.isForbidden(name, i)) {
                    return "holds a character that no topic may";
                }
                bytes += utf8Length(c);
            }
            if (bytes > MAX_LEVEL_BYTES) {
                return "has a level of more than 256 bytes";
            }
            if (levels > MAX_LEVELS) {
                return "has more than 32 levels";
            }
        }
        return name.isEmpty() ? "is empty" : null;
    }

    /** What keeps a value from being a level of its own; null if nothing does. */
    static @Nullable String valueFault(String value) {
        if (value.indexOf('/') >= 0) {
            return "holds '/'";
        }
        return fault(value, false);
    }

    /** Whether the name has an empty level at or after an offset where a level begins. */
    static boolean hasEmptyLevel(String name, int from) {
        if (from >= name.length() || name.charAt(from) == '/' || name.charAt(name.length() - 1) == '/') {
            return true;
        }
        return name.indexOf("//", from) >= 0;
    }

    static boolean hasWildcard(String name) {
        return name.indexOf('+') >= 0 || name.indexOf('#') >= 0;
    }

    static int levels(String name) {
        int levels = 1;
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '/') {
                levels++;
            }
        }
        return levels;
    }

    /** Where the level ends that begins at an offset. */
    static int endOfLevel(String name, int from) {
        int slash = name.indexOf('/', from);
        return slash < 0 ? name.length() : slash;
    }

    /** Where a level begins, counted from 0; the name has it. */
    static int startOfLevel(String name, int level) {
        int start = 0;
        for (int i = 0; i < level; i++) {
            start = name.indexOf('/', start) + 1;
        }
        return start;
    }

    private static @Nullable String wildcardFault(String name, int i, boolean wildcards) {
        if (!wildcards) {
            return "holds '" + name.charAt(i) + "', which is a wildcard";
        }
        boolean alone = (i == 0 || name.charAt(i - 1) == '/') && (i + 1 == name.length() || name.charAt(i + 1) == '/');
        boolean placed = alone && (name.charAt(i) == '+' || i + 1 == name.length());
        return placed
                ? null
                : "has a wildcard in the wrong place: '+' stands for a whole level, '#' for all that follow";
    }

    private static int utf8Length(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
