package io.fairlead.topic;

/**
 * The levels of topic names and filters, compared in place, without splitting or allocating. A topic name is taken as a
 * filter without wildcards.
 *
 * <p>In one place levels alone do not decide: {@code /#} matches its parent too, which would be the empty topic that
 * MQTT does not have. It is treated here as a topic like any other.
 */
final class Levels {

    private Levels() {}

    /** Whether some topic is matched by both. */
    static boolean meet(String a, String b) {
        if (dollarBars(a, b)) {
            return false;
        }
        int i = 0;
        int j = 0;
        while (!isAt(a, i, '#') && !isAt(b, j, '#')) {
            int iEnd = end(a, i);
            int jEnd = end(b, j);
            if (!isAt(a, i, '+') && !isAt(b, j, '+') && !same(a, i, iEnd, b, j, jEnd)) {
                return false;
            }
            if (iEnd == a.length() || jEnd == b.length()) {
                return mayEnd(a, iEnd) && mayEnd(b, jEnd);
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return true;
    }

    /** Whether {@code wide} matches every topic that {@code narrow} matches. */
    static boolean cover(String wide, String narrow) {
        if (isWild(wide, 0) && narrow.charAt(0) == '$') {
            return false;
        }
        if (wide.equals("+/#")) {
            return true;
        }
        int i = 0;
        int j = 0;
        while (!isAt(wide, i, '#')) {
            int iEnd = end(wide, i);
            int jEnd = end(narrow, j);
            if (isAt(narrow, j, '#') || (!isAt(wide, i, '+') && !same(wide, i, iEnd, narrow, j, jEnd))) {
                return false;
            }
            if (iEnd == wide.length() || jEnd == narrow.length()) {
                return jEnd == narrow.length() && mayEnd(wide, iEnd);
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return true;
    }

    /** Whether one filter can cover both: a {@code $} topic is only matched by its own first level. */
    static boolean canGeneralise(String a, String b) {
        boolean dollar = a.charAt(0) == '$' || b.charAt(0) == '$';
        return !dollar || same(a, 0, end(a, 0), b, 0, end(b, 0));
    }

    /** The smallest filter that covers both, where {@link #canGeneralise} says that there is one. */
    static String generalise(String a, String b) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        int j = 0;
        while (!isAt(a, i, '#') && !isAt(b, j, '#')) {
            int iEnd = end(a, i);
            int jEnd = end(b, j);
            out.append(same(a, i, iEnd, b, j, jEnd) ? a.substring(i, iEnd) : "+");
            if (iEnd == a.length() && jEnd == b.length()) {
                return out.toString();
            }
            out.append('/');
            if (iEnd == a.length() || jEnd == b.length()) {
                break;
            }
            i = iEnd + 1;
            j = jEnd + 1;
        }
        return out.append('#').toString();
    }

    /** Whether {@code $} keeps the two apart: wildcards at the start match no topic that starts with it. */
    private static boolean dollarBars(String a, String b) {
        boolean dollarA = a.charAt(0) == '$';
        boolean dollarB = b.charAt(0) == '$';
        return (dollarA && isWild(b, 0)) || (dollarB && isWild(a, 0));
    }

    /** Where the level that starts at {@code from} ends. */
    static int end(String value, int from) {
        int slash = value.indexOf('/', from);
        return slash < 0 ? value.length() : slash;
    }

    private static boolean isWild(String value, int from) {
        return isAt(value, from, '+') || isAt(value, from, '#');
    }

    private static boolean isAt(String value, int from, char wildcard) {
        return from < value.length() && value.charAt(from) == wildcard;
    }

    private static boolean same(String a, int from, int to, String b, int otherFrom, int otherTo) {
        return to - from == otherTo - otherFrom && a.regionMatches(from, b, otherFrom, to - from);
    }

    /** Whether a topic may end where this level does: nothing follows it, or {@code /#}, which matches the parent. */
    private static boolean mayEnd(String value, int end) {
        return end == value.length() || value.startsWith("/#", end);
    }
}
