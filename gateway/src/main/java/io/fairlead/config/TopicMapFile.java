package io.fairlead.config;

import io.fairlead.config.yaml.Environment;
import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlMap;
import io.fairlead.config.yaml.YamlReader;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import io.fairlead.topicmap.MapLint;
import io.fairlead.topicmap.RouteDefaults;
import io.fairlead.topicmap.RouteDefinition;
import io.fairlead.topicmap.TopicMap;
import io.fairlead.topicmap.TopicMapCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code topics.yaml}. */
public final class TopicMapFile {

    /** The prefix on the broker that no route may reach, where the configuration names no other. */
    public static final String DEFAULT_PREFIX = "fairlead";

    private TopicMapFile() {}

    /**
     * What came of reading a map.
     *
     * @param map empty if there are errors
     * @param problems every error, and for a sound map every warning, by file, line and column
     */
    public record Outcome(Optional<TopicMap> map, List<Problem> problems) {

        /** The map, for a caller that has no use for a bad one. */
        public TopicMap orThrow() {
            return map.orElseThrow(() -> new IllegalArgumentException(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))));
        }
    }

    /**
     * Reads a file.
     *
     * @param prefix the topics that Fairlead keeps for itself: {@code broker.prefix}
     */
    public static Outcome read(Path file, Environment environment, String prefix) {
        Problems problems = new Problems();
        return load(new YamlReader(environment, problems).read(file), prefix, problems);
    }

    /** Reads a text as if it were the file of that name. */
    public static Outcome read(String file, String yaml, Environment environment, String prefix) {
        Problems problems = new Problems();
        return load(new YamlReader(environment, problems).read(file, yaml), prefix, problems);
    }

    /**
     * The map of a text, without an environment.
     *
     * @throws IllegalArgumentException if it has errors, with all of them
     */
    public static TopicMap parse(String yaml) {
        return read("topics.yaml", yaml, name -> null, DEFAULT_PREFIX).orThrow();
    }

    private static Outcome load(YamlMap yaml, String prefix, Problems problems) {
        List<RouteDefinition> routes =
                problems.hasErrors() && yaml.entries().isEmpty() ? List.of() : routes(yaml, problems);
        Optional<TopicMap> map = TopicMapCompiler.compile(routes, prefix, problems);
        map.ifPresent(m -> MapLint.lint(m, problems));
        return new Outcome(map, problems.list());
    }

    private static List<RouteDefinition> routes(YamlMap yaml, Problems problems) {
        Section top = Section.top(yaml, problems);
        top.required("version");
        top.integer("version", 1, 1, 1);
        RouteReader reader = new RouteReader(defaults(top), problems);
        List<RouteDefinition> routes = top.value("routes").map(YamlValue::items).orElse(List.of()).stream()
                .flatMap(item -> reader.read(item).stream())
                .toList();
        top.finish();
        return routes;
    }

    private static DefaultsReader.Defaults defaults(Section top) {
        return DefaultsReader.read(top.section("defaults"), RouteDefaults.STANDARD);
    }
}
