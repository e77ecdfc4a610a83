package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;

/** Checks that a route's channel and topic have the same variables, so that each name has its other one. */
record SidesCheck(RouteDefinition definition, Template channel, Template topic, Problems problems) {

    void check() {
        for (String variable : channel.variables()) {
            if (topic.levelOf(variable) < 0) {
                oneSided(variable, definition.channel().at(), "channel", "topic '" + topic + "'");
            } else if (isRest(channel, variable) != isRest(topic, variable)) {
                problems.error(
                        definition.topic().at(),
                        "{" + variable + "} is one level on one side and {" + variable + "...} on the other",
                        "write it the same in channel and topic");
            }
        }
        for (String variable : topic.variables()) {
            if (channel.levelOf(variable) < 0) {
                oneSided(variable, definition.topic().at(), "topic", "channel '" + channel + "'");
            }
        }
        if (definition.emptyLevels() && !channel.hasRest()) {
            problems.error(
                    definition.channel().at(),
                    "'emptyLevels' is true and the channel '" + channel + "' has no {x...} to hold them",
                    "take 'emptyLevels' away");
        }
    }

    private void oneSided(String variable, Position at, String side, String other) {
        problems.error(
                at,
                "{" + variable + "} stands only in the " + side,
                "put it into the " + other + " too; only {user}, {client} and {claim.NAME} stand on one side");
    }

    private static boolean isRest(Template template, String variable) {
        return template.segments().get(template.levelOf(variable)) instanceof Segment.Rest;
    }
}
