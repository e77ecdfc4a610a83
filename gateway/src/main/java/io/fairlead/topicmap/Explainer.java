package io.fairlead.topicmap;

import io.fairlead.topicmap.Explanation.Alternative;
import io.fairlead.topicmap.Explanation.Checked;
import io.fairlead.topicmap.Explanation.Decided;
import io.fairlead.topicmap.Explanation.PassedOver;
import io.fairlead.topicmap.Explanation.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explains one answer of a map. */
record Explainer(TopicMap map, Purpose purpose, Asker asker, String channel) {

    Explanation explain() {
        Mapping<?> mapping = purpose == Purpose.SUBSCRIBE
                ? map.forSubscribe(asker.identity(), asker.client(), channel)
                : map.forPublish(asker.identity(), asker.client(), channel);
        boolean named = Names.fault(channel, purpose == Purpose.SUBSCRIBE) == null;
        Route route = named ? map.decide(channel, asker) : null;
        return new Explanation(
                purpose,
                channel,
                asker.words(),
                verdict(mapping, route),
                Optional.ofNullable(route).map(r -> decided(new Call(r, asker, channel))),
                named ? passedOver(route) : List.of());
    }

    private Verdict verdict(Mapping<?> mapping, @Nullable Route route) {
        if (mapping instanceof Mapping.Denied<?> denied) {
            return new Verdict(false, denied.cause().name().toLowerCase(Locale.ROOT), denied.why());
        }
        String verb = purpose == Purpose.SUBSCRIBE ? "subscribe to " : "publish to ";
        String name = route == null ? "" : ", by route " + route.name();
        return new Verdict(true, "allowed", asker.words() + " may " + verb + channel + name);
    }

    private Decided decided(Call call) {
        Route route = call.route();
        Allow allow = purpose == Purpose.SUBSCRIBE ? route.subscribers() : route.publishers();
        boolean reachable = route.toTopic().fault(channel, asker) == null;
        return new Decided(
                route.name(),
                route.definition().at(),
                route.channel().text(),
                route.topic().text(),
                reachable ? Optional.of(route.toTopic().rewrite(channel, asker)) : Optional.empty(),
                Settings.of(route.definition(), purpose),
                allow == null ? List.of() : alternatives(allow, call));
    }

    private static List<Alternative> alternatives(Allow allow, Call call) {
        return allow.alternatives().stream()
                .map(conditions ->
                        conditions.stream().map(c -> checked(c, call)).toList())
                .map(checked -> new Alternative(checked.stream().allMatch(Checked::holds), checked))
                .toList();
    }

    private static Checked checked(Condition condition, Call call) {
        return new Checked(condition.toString(), condition.holds(call), condition.need(call), condition.found(call));
    }

    private List<PassedOver> passedOver(@Nullable Route decider) {
        return map.routes().stream()
                .limit(decider == null ? map.size() : decider.index())
                .filter(r -> !r.channel().own().isEmpty()
                        && r.channel().forEverybody().matches(channel, asker, true))
                .map(r -> new PassedOver(r.name(), r.definition().at(), reason(r)))
                .toList();
    }

    private String reason(Route route) {
        OwnVariable variable = route.channel().own().get(0);
        String value = variable.of(asker);
        String own = value == null ? "which " + asker.words() + " has not" : "which is '" + value + "'";
        return "its channel " + route.channel() + " is for one's own {" + variable.name() + "} alone, " + own;
    }
}
