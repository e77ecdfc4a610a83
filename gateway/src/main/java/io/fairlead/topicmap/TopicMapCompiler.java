package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a topic map of routes as they were written, or says everything that is wrong with them. */
public final class TopicMapCompiler {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final ReservedPrefix reserved;
    private final Problems problems;
    private final Map<String, Position> names = new HashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Route> routesWithOwn = new ArrayList<>();

    private TopicMapCompiler(ReservedPrefix reserved, Problems problems) {
        this.reserved = reserved;
        this.problems = problems;
    }

    /**
     * Compiles.
     *
     * @param definitions the routes in file order
     * @param prefix the topics that Fairlead keeps for itself on the broker: {@code broker.prefix}
     * @param problems where every error goes
     * @return the map; empty if the problems have errors, these or earlier ones
     */
    public static Optional<TopicMap> compile(List<RouteDefinition> definitions, String prefix, Problems problems) {
        TopicMapCompiler compiler = new TopicMapCompiler(ReservedPrefix.of(prefix), problems);
        definitions.forEach(compiler::add);
        return problems.hasErrors() ? Optional.empty() : Optional.of(new TopicMap(compiler.routes, compiler.reserved));
    }

    private void add(RouteDefinition definition) {
        checkName(definition.name());
        Template channel = TemplateParser.parse("channel", definition.channel(), problems);
        Template topic = TemplateParser.parse("topic", definition.topic(), problems);
        if (topic != null) {
            new TopicCheck(reserved, problems).check(definition, topic);
        }
        if (channel != null) {
            new RightsCheck(definition, channel, problems).check();
        }
        if (channel != null && topic != null) {
            new SidesCheck(definition, channel, topic, problems).check();
            keep(definition, channel, topic);
        }
    }

    private void keep(RouteDefinition definition, Template channel, Template topic) {
        if (problems.hasErrors()) {
            return;
        }
        Route route = Route.of(routes.size(), definition, channel, topic, scopeOf(definition.subscribe(), channel));
        routes.add(route);
        if (!channel.own().isEmpty()) {
            routesWithOwn.add(route);
        }
    }

    /** Identity variables of earlier routes by which one identity loses a channel to them that another keeps. */
    private List<OwnVariable> scopeOf(@Nullable SubscribeDefinition subscribe, Template channel) {
        if (subscribe == null || subscribe.wildcards().isEmpty()) {
            return List.of();
        }
        return routesWithOwn.stream()
                .filter(earlier -> earlier.channel().overlaps(channel))
                .flatMap(earlier -> earlier.channel().own().stream())
                .distinct()
                .toList();
    }

    private void checkName(Text name) {
        if (!NAME.matcher(name.value()).matches()) {
            problems.error(
                    name.at(),
                    "'" + name.value() + "' is no name for a route",
                    "use up to 64 letters, digits, '-', '_' and '.', a letter or digit first");
        }
        Position earlier = names.putIfAbsent(name.value(), name.at());
        if (earlier != null) {
            problems.error(
                    name.at(),
                    "two routes have the name '" + name.value() + "'",
                    "the first is in line " + earlier.line());
        }
    }
}
