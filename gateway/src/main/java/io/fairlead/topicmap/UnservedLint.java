package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;

/** Says which of a route's settings this version reads and checks, and does not serve, so that nobody counts on them. */
final class UnservedLint {

    private final Route route;
    private final Problems problems;

    private UnservedLint(Route route, Problems problems) {
        this.route = route;
        this.problems = problems;
    }

    static void lint(Route route, Problems problems) {
        UnservedLint lint = new UnservedLint(route, problems);
        SubscribeDefinition subscribe = route.definition().subscribe();
        if (subscribe != null) {
            lint.subscribe(subscribe);
        }
    }

    private void subscribe(SubscribeDefinition subscribe) {
        if (!subscribe.share().isEmpty()) {
            warn(subscribe.at(), "has 'share'", "there is no listener for MQTT clients", "take 'share' away");
        }
    }

    private void warn(Position at, String what, String instead, String hint) {
        problems.warning(
                at, "route " + route.name() + " " + what + ", which this version does not serve: " + instead, hint);
    }
}
