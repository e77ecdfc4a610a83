package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;

/** Checks what a route reaches on the broker. */
record TopicCheck(ReservedPrefix reserved, Problems problems) {

    void check(RouteDefinition definition, Template topic) {
        Position at = definition.topic().at();
        String first = topic.segments().get(0).toString();
        if (reserved.holds(topic)) {
            problems.error(
                    at,
                    "the topic '" + topic + "' lies under '" + reserved + "', which Fairlead keeps for itself",
                    "use another topic, or change broker.prefix");
        }
        if (first.startsWith("$share")) {
            problems.error(
                    at, "the topic '" + topic + "' is a shared subscription", "write the topic alone; see 'share'");
        } else if (first.startsWith("$") && definition.publish() != null) {
            problems.error(
                    at,
                    "the topic '" + topic + "' begins with '$', where clients may not publish",
                    "take 'publish' away, or use another topic");
        }
        boolean user = topic.own().contains(OwnVariable.USER);
        if (topic.own().contains(OwnVariable.CLIENT) && !user) {
            problems.error(
                    at,
                    "the topic '" + topic + "' has {client} without {user}",
                    "clients choose their names themselves; put {user} beside it: {user}/{client}");
        }
    }
}
