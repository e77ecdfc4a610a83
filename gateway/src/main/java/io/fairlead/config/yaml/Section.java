package io.fairlead.config.yaml;

import io.fairlead.problem.NearestWord;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is being read key by key. A key that was asked for is a known key; {@link #finish()} then reports every
 * other one with the nearest known, here and in the sections within. So what is read and what is allowed cannot differ.
 */
public final class Section {

    private final String path;
    private final YamlMap map;
    private final Problems problems;
    /** Whether something else stands where the mapping should be, so that it is not missing anything. */
    private final boolean standsIn;

    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, Section> within = new LinkedHashMap<>();

    Section(String path, YamlMap map, Problems problems, boolean standsIn) {
        this.path = path;
        this.map = map;
        this.problems = problems;
        this.standsIn = standsIn;
    }

    /** The top of a file. */
    public static Section top(YamlMap map, Problems problems) {
        return new Section("", map, problems, false);
    }

    public Position at() {
        return map.at();
    }

    /** Whether the file has the key. Makes it a known one. */
    public boolean has(String key) {
        known.add(key);
        return map.entry(key) != null;
    }

    /** The value of a key; empty if the file has no such key. Makes it a known one. */
    public Optional<YamlValue> value(String key) {
        known.add(key);
        YamlMap.@Nullable Entry entry = map.entry(key);
        return Optional.ofNullable(entry).map(e -> new YamlValue(pathOf(key), e.value(), problems));
    }

    /** The value of a key that must be there; empty, and among the problems, if it is not. */
    public Optional<YamlValue> required(String key) {
        Optional<YamlValue> value = value(key);
        if (value.isEmpty() && !standsIn) {
            problems.error(map.at(), "'" + pathOf(key) + "' is missing");
        }
        return value;
    }

    public String text(String key, String otherwise) {
        return value(key).flatMap(YamlValue::text).orElse(otherwise);
    }

    /** The text of a key; empty if the file has no such key. */
    public Optional<String> text(String key) {
        return value(key).flatMap(YamlValue::text);
    }

    public int integer(String key, int otherwise, int least, int most) {
        return value(key)
                .flatMap(v -> v.integer(least, most))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    public double number(String key, double otherwise, double least, double most) {
        return value(key).flatMap(v -> v.number(least, most)).orElse(otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return value(key).flatMap(YamlValue::flag).orElse(otherwise);
    }

    public Duration duration(String key, Duration otherwise) {
        return value(key).flatMap(YamlValue::duration).orElse(otherwise);
    }

    /** A duration within bounds, both included. */
    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        String wanted = "a duration from " + Units.written(least) + " to " + Units.written(most);
        return value(key)
                .flatMap(v -> v.duration()
                        .filter(d -> (d.compareTo(least) >= 0 && d.compareTo(most) <= 0) || v.refuse(wanted, "")))
                .orElse(otherwise);
    }

    /** A size in bytes within bounds, both included. */
    public int size(String key, int otherwise, int least, int most) {
        String wanted = "a size from " + least + " to " + most + " bytes";
        return value(key)
                .flatMap(v ->
                        v.size(Long.MAX_VALUE).filter(size -> (size >= least && size <= most) || v.refuse(wanted, "")))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    /** A size in bytes that fits an int. */
    public int size(String key, int otherwise) {
        return value(key)
                .flatMap(v -> v.size(Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    /** A size in bytes, that may be more than an int. */
    public long bytes(String key, long otherwise, long least) {
        return value(key)
                .flatMap(v -> v.size(Long.MAX_VALUE)
                        .filter(size -> size >= least || v.refuse("a size of at least " + least + " bytes", "")))
                .orElse(otherwise);
    }

    public <E extends Enum<E>> E choice(String key, E otherwise) {
        return value(key).flatMap(v -> v.choice(otherwise.getDeclaringClass())).orElse(otherwise);
    }

    public String choice(String key, String otherwise, List<String> words) {
        return value(key).flatMap(v -> v.choice(words)).orElse(otherwise);
    }

    public List<String> texts(String key, List<String> otherwise) {
        return value(key).map(YamlValue::texts).orElse(otherwise);
    }

    /** A mapping within this one; an empty one if the file has no such key. The same one each time. */
    public Section section(String key) {
        return within.computeIfAbsent(
                key,
                k -> value(k).map(YamlValue::section)
                        .orElseGet(() -> new Section(pathOf(k), YamlMap.empty(map.at()), problems, standsIn)));
    }

    /** The keys that stand in the file, in their order. Does not make them known ones. */
    public List<String> written() {
        return map.entries().stream().map(YamlMap.Entry::key).toList();
    }

    /** The keys that stand in the file, in their order, for a mapping whose keys are free. Makes them known ones. */
    public List<String> keys() {
        known.addAll(written());
        return written();
    }

    /** Reports every key that was not asked for, here and in the sections within. Call it when all is read. */
    public void finish() {
        for (YamlMap.Entry entry : map.entries()) {
            if (!known.contains(entry.key())) {
                problems.error(
                        entry.keyAt(),
                        "there is no key '" + pathOf(entry.key()) + "'",
                        NearestWord.hint(entry.key(), known));
            }
        }
        within.values().forEach(Section::finish);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
