package io.fairlead.topicmap;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A route that was checked, ready to answer.
 *
 * @param index its place in the file order
 * @param subscribers who may subscribe; null if nobody
 * @param publishers who may publish; null if nobody
 * @param wildcards the variables that may be wildcards in a subscription
 * @param share the {@code $share} groups that MQTT clients may join
 * @param scopeVariables the identity variables by which earlier routes take some of this route's channels away, for one
 *     identity and not for another; a wildcard subscription is shared only by those who have the same values
 */
record Route(
        int index,
        RouteDefinition definition,
        Template channel,
        Template topic,
        Rewriter toTopic,
        Rewriter toChannel,
        @Nullable Allow subscribers,
        @Nullable Allow publishers,
        Set<String> wildcards,
        Set<String> share,
        List<OwnVariable> scopeVariables) {

    static Route of(int index, RouteDefinition definition, Template channel, Template topic, List<OwnVariable> scope) {
        SubscribeDefinition subscribe = definition.subscribe();
        PublishDefinition publish = definition.publish();
        return new Route(
                index,
                definition,
                channel,
                topic,
                new Rewriter(channel, topic),
                new Rewriter(topic, channel),
                subscribe == null ? null : Allow.of(subscribe.allow()),
                publish == null ? null : Allow.of(publish.allow()),
                subscribe == null ? Set.of() : values(subscribe.wildcards()),
                subscribe == null ? Set.of() : values(subscribe.share()),
                scope);
    }

    private static Set<String> values(List<Text> texts) {
        return texts.stream().map(Text::value).collect(Collectors.toUnmodifiableSet());
    }

    String name() {
        return definition.name().value();
    }

    boolean letsAnyonePublishAnything() {
        boolean anything = topic.hasRest() || topic.segments().get(0) instanceof Segment.Variable;
        return publishers != null && publishers.isOpen() && anything;
    }

    /** The variable that a wildcard in a filter stands for, and that may not be one; null if all may. */
    @Nullable
    String forbiddenWildcard(String filter) {
        int from = 0;
        for (Segment segment : channel.segments()) {
            int end = segment instanceof Segment.Rest ? filter.length() : Names.endOfLevel(filter, from);
            String variable = Template.nameOf(segment);
            if (variable != null && !wildcards.contains(variable) && Names.hasWildcard(filter.substring(from, end))) {
                return variable;
            }
            from = end + 1;
        }
        return null;
    }

    /** The asker's values of the scope variables, so joined that no two lists of values look alike; null if none matter. */
    @Nullable
    String scopeOf(Asker asker) {
        if (scopeVariables.isEmpty()) {
            return null;
        }
        StringBuilder scope = new StringBuilder();
        for (OwnVariable variable : scopeVariables) {
            String value = variable.usableBy(asker);
            scope.append('/').append(value == null ? "" : value);
        }
        return scope.toString();
    }
}
