package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why the topic map answers what it answers: data for whoever prints it. Made by {@link TopicMap#explain}.
 *
 * @param who how messages call the identity
 * @param decided the route that decides the channel; empty if none does
 * @param passedOver earlier routes that would have decided it for another identity
 */
public record Explanation(
        Purpose purpose,
        String channel,
        String who,
        Verdict verdict,
        Optional<Decided> decided,
        List<PassedOver> passedOver) {

    /**
     * The answer.
     *
     * @param code {@code allowed}, or the error code of the client protocol: {@code forbidden}, {@code no_route}, {@code
     *     bad_channel}
     * @param why a sentence without its full stop
     */
    public record Verdict(boolean allowed, String code, String why) {}

    /**
     * The deciding route.
     *
     * @param at where it begins
     * @param channelTemplate its channel as written
     * @param topicTemplate its topic as written
     * @param upstream the topic, or for a subscription the filter, on the broker; empty if there is none for this identity
     * @param settings how messages travel and their limits, in reading order; empty if the route has no such section
     * @param alternatives who may, one of which must hold; empty if the route has no such section
     */
    public record Decided(
            String route,
            Position at,
            String channelTemplate,
            String topicTemplate,
            Optional<String> upstream,
            List<Setting> settings,
            List<Alternative> alternatives) {}

    /** An option and its value, as the map would write them. */
    public record Setting(String name, String value) {}

    /** One alternative of {@code allow}: it holds if all its conditions do. */
    public record Alternative(boolean holds, List<Checked> conditions) {

        /** What would make it hold: the needs of the conditions that do not. */
        public String needs() {
            return conditions.stream()
                    .filter(c -> !c.holds())
                    .map(Checked::needs)
                    .collect(Collectors.joining(" and "));
        }
    }

    /**
     * One condition.
     *
     * @param written as the map writes it
     * @param needs what makes it hold here, variables replaced: {@code the role 'operator'}
     * @param found what the identity has: {@code has no roles}
     */
    public record Checked(String written, boolean holds, String needs, String found) {}

    /** A route that comes earlier and does not decide, and why. */
    public record PassedOver(String route, Position at, String why) {}
}
