package io.fairlead.config;

import io.fairlead.config.yaml.Environment;
import io.fairlead.config.yaml.YamlList;
import io.fairlead.config.yaml.YamlMap;
import io.fairlead.config.yaml.YamlNode;
import io.fairlead.config.yaml.YamlReader;
import io.fairlead.config.yaml.YamlScalar;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands above the file: variables of the environment, and above them the options of the command line. */
final class Overrides {

    private final Environment environment;
    private final Problems problems;

    Overrides(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The file's mapping with every override in its place. */
    YamlMap apply(YamlMap file, List<String> options) {
        YamlMap result = file;
        for (String key : Keys.ALL) {
            String value = environment.get(Keys.variable(key));
            if (value != null && !value.isEmpty()) {
                result = with(result, key, fromVariable(Keys.variable(key), value));
            }
        }
        for (String option : options) {
            result = withOption(result, option);
        }
        return result;
    }

    private YamlMap withOption(YamlMap map, String option) {
        int equals = option.indexOf('=');
        if (equals < 1) {
            problems.error(
                    Position.of("--set " + option), "that is no key=value", "write it as --set broker.url=mqtt://host");
            return map;
        }
        String key = option.substring(0, equals).strip();
        return with(map, key, value(Position.of("--set " + key), option.substring(equals + 1)));
    }

    private YamlMap with(YamlMap map, String key, YamlNode value) {
        String list = listAbove(map, path(key));
        if (list == null) {
            return map.with(path(key), value);
        }
        problems.error(
                value.at(),
                "'" + list + "' is a list in the file, and this would change one of its items without saying which",
                "change the file, or override the whole list: --set '" + list + "=[{…}, {…}]'");
        return map;
    }

    /** The key of the list that stands on the way to a value; null if there is none. */
    private static @Nullable String listAbove(YamlMap map, List<String> path) {
        @Nullable YamlNode node = map;
        for (int i = 0; i < path.size() - 1 && node instanceof YamlMap inner; i++) {
            YamlMap.@Nullable Entry entry = inner.entry(path.get(i));
            if (entry != null && entry.value() instanceof YamlList) {
                return String.join(".", path.subList(0, i + 1));
            }
            node = entry == null ? null : entry.value();
        }
        return null;
    }

    /** A value that names its variable instead of itself in messages: it may be a secret. */
    private YamlNode fromVariable(String name, String value) {
        Position at = Position.of(name);
        YamlNode list = list(at, value);
        return list != null ? list : new YamlScalar(at, value, "${" + name + "}", true);
    }

    private YamlNode value(Position at, String value) {
        YamlNode list = list(at, value);
        return list != null ? list : YamlScalar.plain(at, value);
    }

    private @Nullable YamlNode list(Position at, String value) {
        if (!value.startsWith("[")) {
            return null;
        }
        YamlMap.@Nullable Entry entry = new YamlReader(environment, problems)
                .read(at.file(), "value: " + value)
                .entry("value");
        return entry == null ? null : entry.value();
    }

    private static List<String> path(String key) {
        return List.of(key.split("\\.", -1));
    }
}
