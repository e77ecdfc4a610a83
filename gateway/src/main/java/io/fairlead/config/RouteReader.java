package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlMap;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Problems;
import io.fairlead.topicmap.PublishDefinition;
import io.fairlead.topicmap.RouteDefinition;
import io.fairlead.topicmap.SubscribeDefinition;
import io.fairlead.topicmap.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one route of a map. */
final class RouteReader {

    private final DefaultsReader.Defaults defaults;
    private final AllowReader allow;

    RouteReader(DefaultsReader.Defaults defaults, Problems problems) {
        this.defaults = defaults;
        this.allow = new AllowReader(problems);
    }

    /** The route; empty if it is none, which is then among the problems. */
    Optional<RouteDefinition> read(YamlValue item) {
        if (!(item.node() instanceof YamlMap)) {
            item.refuse("a route: a mapping with name, channel and topic", "");
            return Optional.empty();
        }
        Section route = item.section();
        Optional<Text> name = text(route, "name");
        Optional<Text> channel = text(route, "channel");
        Optional<Text> topic = text(route, "topic");
        RouteDefinition definition = new RouteDefinition(
                route.at(),
                name.orElse(new Text(route.at(), "?")),
                channel.orElse(new Text(route.at(), "?")),
                topic.orElse(new Text(route.at(), "?")),
                route.choice("payload", defaults.values().payload()),
                route.flag("emptyLevels", false),
                route.has("subscribe") ? subscribe(route.section("subscribe")) : null,
                route.has("publish") ? publish(route.section("publish")) : null);
        route.finish();
        boolean whole = name.isPresent() && channel.isPresent() && topic.isPresent();
        return whole ? Optional.of(definition) : Optional.empty();
    }

    private SubscribeDefinition subscribe(Section section) {
        Set<String> stated = new HashSet<>(section.written());
        stated.addAll(defaults.statedForSubscribe());
        return new SubscribeDefinition(
                section.at(),
                allow.read(section),
                OptionsReader.subscribe(section, defaults.values().subscribe()),
                texts(section, "wildcards"),
                texts(section, "share"),
                Set.copyOf(stated));
    }

    private PublishDefinition publish(Section section) {
        return new PublishDefinition(
                section.at(),
                allow.read(section),
                OptionsReader.publish(section, defaults.values().publish()));
    }

    private static Optional<Text> text(Section section, String key) {
        return section.required(key).flatMap(value -> value.text().map(text -> new Text(value.at(), text)));
    }

    private static List<Text> texts(Section section, String key) {
        return section.value(key).map(YamlValue::items).orElse(List.of()).stream()
                .flatMap(item -> item.text().map(text -> new Text(item.at(), text)).stream())
                .toList();
    }
}
