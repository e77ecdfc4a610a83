package io.fairlead.config.yaml;

import io.fairlead.problem.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mapping in the order of the file. A reader of a file has reported keys that stand twice. */
public record YamlMap(Position at, List<Entry> entries) implements YamlNode {

    /** One key and its value, each with its place. */
    public record Entry(String key, Position keyAt, YamlNode value) {}

    /** The mapping of a file that holds nothing. */
    public static YamlMap empty(Position at) {
        return new YamlMap(at, List.of());
    }

    /** The entry of a key; null if there is none. */
    public @Nullable Entry entry(String key) {
        return entries.stream().filter(e -> e.key().equals(key)).findFirst().orElse(null);
    }

    /**
     * This mapping with one value replaced or added.
     *
     * @param path the keys from here to the value, mappings being added where there are none
     */
    public YamlMap with(List<String> path, YamlNode value) {
        String key = path.get(0);
        Entry old = entry(key);
        YamlNode fresh = path.size() == 1 ? value : inner(old, value).with(path.subList(1, path.size()), value);
        List<Entry> changed = new ArrayList<>(entries);
        if (old == null) {
            changed.add(new Entry(key, value.at(), fresh));
        } else {
            changed.set(entries.indexOf(old), new Entry(key, old.keyAt(), fresh));
        }
        return new YamlMap(at, List.copyOf(changed));
    }

    private static YamlMap inner(@Nullable Entry old, YamlNode value) {
        return old != null && old.value() instanceof YamlMap map ? map : empty(value.at());
    }

    @Override
    public String describe() {
        return "a mapping";
    }
}
