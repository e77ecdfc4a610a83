package io.fairlead.topicmap;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A channel or topic with variables.
 *
 * @param text as it was written
 */
record Template(String text, List<Segment> segments) {

    /** How many levels it has, a last {@code {x...}} counted as one. */
    int size() {
        return segments.size();
    }

    boolean hasRest() {
        return segments.get(size() - 1) instanceof Segment.Rest;
    }

    /** Which level a variable that comes from names stands at; -1 if the template has none of this name. */
    int levelOf(String variable) {
        for (int i = 0; i < size(); i++) {
            if (variable.equals(nameOf(segments.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    /** The variables that come from names, in order. */
    List<String> variables() {
        return segments.stream().flatMap(s -> Stream.ofNullable(nameOf(s))).toList();
    }

    /** The variables that come from the identity. */
    List<OwnVariable> own() {
        return segments.stream()
                .filter(Segment.Own.class::isInstance)
                .map(s -> ((Segment.Own) s).variable())
                .distinct()
                .toList();
    }

    /** The same template with the identity's own levels standing for any. */
    Template forEverybody() {
        return new Template(
                text,
                segments.stream()
                        .map(s -> s instanceof Segment.Own own
                                ? new Segment.Variable(own.variable().name())
                                : s)
                        .toList());
    }

    /** The name of a variable that takes its value from names; null for any other segment. */
    static @Nullable String nameOf(Segment segment) {
        if (segment instanceof Segment.Variable variable) {
            return variable.name();
        }
        return segment instanceof Segment.Rest rest ? rest.name() : null;
    }

    /**
     * Whether a concrete name is an instance of the template for this asker.
     *
     * @param emptyLevels whether {@code {x...}} takes empty levels
     */
    boolean matches(String name, Asker asker, boolean emptyLevels) {
        int from = 0;
        for (int i = 0; i < size(); i++) {
            if (from > name.length()) {
                return false;
            }
            if (segments.get(i) instanceof Segment.Rest) {
                return takes(name, from) && (emptyLevels || !Names.hasEmptyLevel(name, from));
            }
            int end = Names.endOfLevel(name, from);
            if (!matches(segments.get(i), name, from, end, asker)) {
                return false;
            }
            from = end + 1;
        }
        return from > name.length();
    }

    private static boolean matches(Segment segment, String name, int from, int end, Asker asker) {
        if (segment instanceof Segment.Literal literal) {
            return isLevel(literal.text(), name, from, end);
        }
        if (segment instanceof Segment.Own own) {
            String value = own.variable().usableBy(asker);
            return value != null && takes(name, from) && isLevel(value, name, from, end);
        }
        return end > from && takes(name, from);
    }

    /** Whether a variable may stand at an offset: never for a first level that begins with {@code $}. */
    static boolean takes(String name, int from) {
        return from > 0 || name.isEmpty() || name.charAt(0) != '$';
    }

    static boolean isLevel(String level, String name, int from, int end) {
        return level.length() == end - from && name.startsWith(level, from);
    }

    /** Whether some name is an instance of both, for some identity each. */
    boolean overlaps(Template other) {
        int common = Math.min(size(), other.size());
        for (int i = 0; i < common; i++) {
            Segment a = segments.get(i);
            Segment b = other.segments.get(i);
            if (!mayMeet(a, b, i)) {
                return false;
            }
            if (a instanceof Segment.Rest || b instanceof Segment.Rest) {
                return true;
            }
        }
        return size() == other.size();
    }

    private static boolean mayMeet(Segment a, Segment b, int level) {
        boolean literalA = a instanceof Segment.Literal;
        boolean literalB = b instanceof Segment.Literal;
        if (literalA && literalB) {
            return a.equals(b);
        }
        return level > 0
                || !(literalA || literalB)
                || !(literalA ? a : b).toString().startsWith("$");
    }

    @Override
    public String toString() {
        return text;
    }
}
