package io.fairlead.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.problem.Position;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SectionTest {

    private enum Colour {
        RED,
        GREEN
    }

    private final Problems problems = new Problems();

    private Section top(String yaml) {
        Map<String, String> environment = Map.of("PORT", "8080", "SECRET", "hunter2");
        return Section.top(new YamlReader(environment::get, problems).read("f.yaml", yaml), problems);
    }

    private List<String> said() {
        return problems.list().stream().map(Problem::toString).toList();
    }

    @Test
    void values_wellWritten_areRead() {
        Section top = top("t: x\ni: 5\nn: 0.5\nf: true\nd: 2m\ns: 16KiB\nc: green\nl: [a, b]\nm: {p: ${PORT}}\n");

        assertThat(top.text("t", "")).isEqualTo("x");
        assertThat(top.integer("i", 0, 1, 9)).isEqualTo(5);
        assertThat(top.number("n", 0, 0, 1)).isEqualTo(0.5);
        assertThat(top.flag("f", false)).isTrue();
        assertThat(top.duration("d", Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
        assertThat(top.size("s", 0)).isEqualTo(16384);
        assertThat(top.choice("c", Colour.RED)).isEqualTo(Colour.GREEN);
        assertThat(top.texts("l", List.of())).containsExactly("a", "b");
        assertThat(top.section("m").integer("p", 0, 1, 65535)).isEqualTo(8080);
        top.finish();
        assertThat(said()).isEmpty();
    }

    @Test
    void values_absent_areTheDefaults() {
        Section top = top("");

        assertThat(top.section("m").section("n").text("t", "x")).isEqualTo("x");
        assertThat(top.choice("c", Colour.RED)).isEqualTo(Colour.RED);
        top.finish();
        assertThat(said()).isEmpty();
    }

    @Test
    void values_ofAnotherType_areAllReported() {
        Section top = top("i: eighty\nf: yes\nd: 30\ns: big\nc: grene\nl: a\nm: 3\nt: [x]\nq: \"5\"\nr: 10\n");
        top.integer("i", 0, 1, 9);
        top.flag("f", false);
        top.duration("d", Duration.ZERO);
        top.size("s", 0);
        top.choice("c", Colour.RED);
        top.texts("l", List.of());
        top.section("m");
        top.text("t", "");
        top.integer("q", 0, 1, 9);
        top.integer("r", 0, 1, 9);

        assertThat(said())
                .containsExactly(
                        "f.yaml:1:4: error: 'i' is 'eighty'; it should be a whole number from 1 to 9",
                        "f.yaml:2:4: error: 'f' is 'yes'; it should be true or false",
                        "f.yaml:3:4: error: 'd' is '30'; it should be a duration, "
                                + "a number and one of ms, s, m, h, d: 500ms, 30s, 2m, 7d",
                        "f.yaml:4:4: error: 's' is 'big'; it should be a size, "
                                + "a number of bytes, or with one of KB, MB, GB, KiB, MiB, GiB: 512, 16KiB, 1MB",
                        "f.yaml:5:4: error: 'c' is 'grene'; it should be one of red, green; did you mean 'green'?",
                        "f.yaml:6:4: error: 'l' is 'a'; it should be a list; write it in brackets: [a]",
                        "f.yaml:7:4: error: 'm' is '3'; it should be a mapping: lines of 'key: value'",
                        "f.yaml:8:4: error: 't' is a list; it should be a text",
                        "f.yaml:9:4: error: 'q' is '5'; it should be a whole number from 1 to 9; take the quotes away",
                        "f.yaml:10:4: error: 'r' is '10'; it should be a whole number from 1 to 9");
    }

    @Test
    void value_fromTheEnvironment_isNeverPrinted() {
        Section top = top("i: ${SECRET}\n");
        top.integer("i", 0, 1, 9);

        assertThat(said())
                .containsExactly("f.yaml:1:4: error: 'i' is '${SECRET}' (from the environment); "
                        + "it should be a whole number from 1 to 9");
    }

    @Test
    void finish_unknownKeys_namesTheNearestHereAndWithin() {
        Section top = top("listners: 1\nweb: {hots: a}\n");
        top.section("listeners");
        top.section("web").text("host", "");
        top.finish();

        assertThat(said())
                .containsExactly(
                        "f.yaml:1:1: error: there is no key 'listners'; did you mean 'listeners'?",
                        "f.yaml:2:7: error: there is no key 'web.hots'; did you mean 'host'?");
    }

    @Test
    void required_absent_isReported() {
        top("a: {}\n").section("a").required("b");

        assertThat(said()).containsExactly("f.yaml:1:4: error: 'a.b' is missing");
    }

    @Test
    void text_nothingThere_isReported() {
        for (String nothing : List.of("", "\"\"", "~", "null")) {
            top("t: " + nothing + "\n").text("t");
        }

        assertThat(said())
                .hasSize(4)
                .allMatch(s -> s.equals("f.yaml:1:4: error: 't' is nothing; it should be a text")
                        || s.equals("f.yaml:1:3: error: 't' is nothing; it should be a text"));
    }

    @Test
    void text_templateWithoutQuotes_saysToQuoteIt() {
        top("t: {room}\n").text("t");

        assertThat(said()).singleElement().asString().endsWith("a text that begins with '{' stands in quotes");
    }

    @Test
    void with_path_replacesAndAdds() {
        YamlMap map = new YamlReader(n -> null, problems).read("f.yaml", "a: {b: 1}\n");
        Position option = Position.of("--set");
        YamlMap changed = map.with(List.of("a", "b"), YamlScalar.plain(option, "2"))
                .with(List.of("c", "d"), YamlScalar.plain(option, "3"));

        Section top = Section.top(changed, problems);
        assertThat(top.section("a").integer("b", 0, 0, 9)).isEqualTo(2);
        assertThat(top.section("c").integer("d", 0, 0, 9)).isEqualTo(3);
    }
}
