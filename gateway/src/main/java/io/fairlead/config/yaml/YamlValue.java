package io.fairlead.config.yaml;

import io.fairlead.problem.NearestWord;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A value that is about to be read as something. Each reading returns it, or notes among the problems what was found and
 * what would be right, and returns nothing.
 *
 * @param path the keys that lead to it, joined by dots, for messages
 */
public record YamlValue(String path, YamlNode node, Problems problems) {

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?");

    public Position at() {
        return node.at();
    }

    /** The text of a single value that is not nothing; numbers and booleans are read as they are written. */
    public Optional<String> text() {
        if (node instanceof YamlMap map && looksLikeTemplate(map)) {
            refuse("a text", "a text that begins with '{' stands in quotes");
            return Optional.empty();
        }
        return scalar("a text").map(YamlScalar::text);
    }

    /** A whole number within bounds, both included. */
    public Optional<Long> integer(long least, long most) {
        String wanted = "a whole number from " + least + " to " + most;
        return parsed(wanted, s -> s.mayBeOther() && WHOLE.matcher(s.text()).matches() ? Long.valueOf(s.text()) : null)
                .filter(value -> (value >= least && value <= most) || refuse(wanted, ""));
    }

    /** A number within bounds, both included; a fraction has a point. */
    public Optional<Double> number(double least, double most) {
        String wanted = "a number from " + plain(least) + " to " + plain(most);
        return parsed(
                        wanted,
                        s -> s.mayBeOther() && NUMBER.matcher(s.text()).matches() ? Double.valueOf(s.text()) : null)
                .filter(value -> (value >= least && value <= most) || refuse(wanted, ""));
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag() {
        return parsed("true or false", s -> {
            boolean known =
                    s.mayBeOther() && (s.text().equals("true") || s.text().equals("false"));
            return known ? Boolean.valueOf(s.text()) : null;
        });
    }

    /** A duration; see {@link Units#DURATION_FORM}. */
    public Optional<Duration> duration() {
        return parsed("a duration, " + Units.DURATION_FORM, s -> Units.duration(s.text()));
    }

    /** A size in bytes of at most {@code most}; see {@link Units#SIZE_FORM}. */
    public Optional<Long> size(long most) {
        return parsed("a size, " + Units.SIZE_FORM, s -> Units.size(s.text()))
                .filter(value -> value <= most || refuse("a size of at most " + most + " bytes", ""));
    }

    /** One of an enum's constants, written in lower case. */
    public <E extends Enum<E>> Optional<E> choice(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> words = constants.stream().map(YamlValue::word).toList();
        return choice(words).map(word -> constants.get(words.indexOf(word)));
    }

    /** One of some words. */
    public Optional<String> choice(List<String> words) {
        Optional<YamlScalar> scalar = scalar("one of " + String.join(", ", words));
        if (scalar.isPresent() && !words.contains(scalar.get().text())) {
            String hint = scalar.get().fromEnvironment()
                    ? ""
                    : NearestWord.of(scalar.get().text(), words)
                            .map(word -> "did you mean '" + word + "'?")
                            .orElse("");
            refuse("one of " + String.join(", ", words), hint);
            return Optional.empty();
        }
        return scalar.map(YamlScalar::text);
    }

    /** The items of a list, each about to be read; none if it is no list. */
    public List<YamlValue> items() {
        if (node instanceof YamlList list) {
            return IntStream.range(0, list.items().size())
                    .mapToObj(i ->
                            new YamlValue(path + "[" + i + "]", list.items().get(i), problems))
                    .toList();
        }
        refuse("a list", node instanceof YamlMap ? "" : "write it in brackets: [" + written() + "]");
        return List.of();
    }

    /** The texts of a list. */
    public List<String> texts() {
        return items().stream().map(YamlValue::text).flatMap(Optional::stream).toList();
    }

    /** A mapping, about to be read; an empty one if it is none. */
    public Section section() {
        if (node instanceof YamlMap map) {
            return new Section(path, map, problems, false);
        }
        refuse("a mapping: lines of 'key: value'", "");
        return new Section(path, YamlMap.empty(node.at()), problems, true);
    }

    /** Notes that something else stands here; always false, so that a filter can end with it. */
    public boolean refuse(String wanted, String hint) {
        String what = path.isEmpty() ? "this" : "'" + path + "'";
        problems.error(node.at(), what + " is " + node.describe() + "; it should be " + wanted, hint);
        return false;
    }

    private <T> Optional<T> parsed(String wanted, Function<YamlScalar, @Nullable T> parse) {
        Optional<YamlScalar> scalar = scalar(wanted);
        Optional<T> value = scalar.map(parse);
        if (scalar.isPresent() && value.isEmpty()) {
            boolean quoted = scalar.get().string() && !scalar.get().fromEnvironment();
            refuse(wanted, quoted && looksPlain(scalar.get().text()) ? "take the quotes away" : "");
        }
        return value;
    }

    private Optional<YamlScalar> scalar(String wanted) {
        if (node instanceof YamlScalar scalar && !scalar.isNothing()) {
            return Optional.of(scalar);
        }
        refuse(wanted, "");
        return Optional.empty();
    }

    private String written() {
        return node instanceof YamlScalar scalar ? scalar.written() : "";
    }

    private static boolean looksPlain(String text) {
        return NUMBER.matcher(text).matches() || text.equals("true") || text.equals("false");
    }

    private static boolean looksLikeTemplate(YamlMap map) {
        return map.entries().size() == 1
                && map.entries().get(0).value() instanceof YamlScalar scalar
                && scalar.isNothing();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
