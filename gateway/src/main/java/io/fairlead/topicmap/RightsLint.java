package io.fairlead.topicmap;

import io.fairlead.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds topics that two routes reach with different rights, so that the narrower one protects nothing. */
final class RightsLint {

    private final TopicMap map;
    private final Problems problems;
    /** Routes by the first level of their topic, if that is literal; the others lie under the empty text. */
    private final Map<String, List<Route>> earlier = new HashMap<>();

    RightsLint(TopicMap map, Problems problems) {
        this.map = map;
        this.problems = problems;
    }

    void lint() {
        for (Route route : map.routes()) {
            Route other = conflicting(route);
            if (other != null) {
                problems.warning(
                        route.definition().topic().at(),
                        "routes " + other.name() + " (line "
                                + other.definition().at().line() + ") and " + route.name()
                                + " reach the same topic with different rights",
                        "give both the same 'allow', or topics of their own");
            }
            earlier.computeIfAbsent(firstLevel(route), k -> new ArrayList<>()).add(route);
        }
    }

    private @Nullable Route conflicting(Route route) {
        String first = firstLevel(route);
        if (first.isEmpty()) {
            return earlier.values().stream()
                    .map(list -> conflicting(route, list))
                    .filter(r -> r != null)
                    .findFirst()
                    .orElse(null);
        }
        Route same = conflicting(route, earlier.getOrDefault(first, List.of()));
        return same != null ? same : conflicting(route, earlier.getOrDefault("", List.of()));
    }

    private static @Nullable Route conflicting(Route route, List<Route> others) {
        for (Route other : others) {
            if (other.topic().overlaps(route.topic()) && differ(other, route)) {
                return other;
            }
        }
        return null;
    }

    private static boolean differ(Route a, Route b) {
        return differ(a, a.subscribers(), b, b.subscribers()) || differ(a, a.publishers(), b, b.publishers());
    }

    private static boolean differ(Route a, @Nullable Allow allowA, Route b, @Nullable Allow allowB) {
        return allowA != null && allowB != null && !allowA.inTermsOf(a.topic()).equals(allowB.inTermsOf(b.topic()));
    }

    private static String firstLevel(Route route) {
        return route.topic().segments().get(0) instanceof Segment.Literal literal ? literal.text() : "";
    }
}
