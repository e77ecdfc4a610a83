package io.fairlead.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.problem.Position;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReaderTest {

    private final Problems problems = new Problems();
    private final Map<String, String> environment = Map.of("PORT", "8080", "EVIL", "a: b\nadmin: true", "EMPTY", "");

    private YamlMap read(String text) {
        return new YamlReader(environment::get, problems).read("f.yaml", text);
    }

    private List<String> said() {
        return problems.list().stream().map(Problem::toString).toList();
    }

    private static String text(YamlMap map, String key) {
        YamlMap.Entry entry = map.entry(key);
        return entry != null && entry.value() instanceof YamlScalar scalar ? scalar.text() : "(none)";
    }

    @Test
    void read_nested_everyNodeKnowsItsPlace() {
        YamlMap top = read("a: 1\nb:\n  - x\n  - {c: yes}\n");

        YamlMap.Entry b = top.entries().get(1);
        assertThat(b.keyAt()).isEqualTo(new Position("f.yaml", 2, 1));
        YamlList list = (YamlList) b.value();
        assertThat(list.items().get(0).at()).isEqualTo(new Position("f.yaml", 3, 5));
        YamlMap inner = (YamlMap) list.items().get(1);
        assertThat(inner.entries().get(0).value().at()).isEqualTo(new Position("f.yaml", 4, 9));
    }

    @Test
    void read_keyTwice_isAnErrorAtTheSecond() {
        read("a: 1\nb: 2\na: 3\n");

        assertThat(said())
                .containsExactly("f.yaml:3:1: error: the key 'a' stands twice; the first stands in line 1; keep one");
    }

    @Test
    void read_referenceInBraces_isReplacedAndKeepsColumns() {
        YamlMap top = read("web: {port: ${PORT}, next: ${NONE:-a,b: {c}, last: 1}\n");

        YamlMap web = (YamlMap) top.entries().get(0).value();
        assertThat(text(web, "port")).isEqualTo("8080");
        assertThat(text(web, "next")).isEqualTo("a,b: {c");
        assertThat(web.entries().get(2).keyAt().column()).isEqualTo(46);
    }

    @Test
    void read_environmentHoldsYaml_staysOneValue() {
        YamlMap top = read("name: ${EVIL}\n");

        assertThat(top.entries()).hasSize(1);
        assertThat(text(top, "name")).isEqualTo("a: b\nadmin: true");
    }

    @Test
    void read_environmentEmpty_isAnEmptyText() {
        assertThat(text(read("name: \"${EMPTY}\"\n"), "name")).isEmpty();
    }

    @Test
    void read_variableNotSet_saysWhich() {
        read("a: 1\nsecret: ${NOT_SET}\n");

        assertThat(said())
                .containsExactly("f.yaml:2:9: error: the environment has no variable NOT_SET; "
                        + "set it; where it is no secret, ${NOT_SET:-value} gives it a default");
    }

    @Test
    void read_notYaml_isOneSentenceWithItsPlace() {
        read("a: 1\nb: [1, 2\nc: 3\n");

        assertThat(said()).singleElement().asString().startsWith("f.yaml:3:2: error: this is not YAML: ");
    }

    @Test
    void read_controlCharacter_saysWhichAndWhere() {
        read("a: 1\nb: x\u0001\n");

        assertThat(said())
                .containsExactly(
                        "f.yaml:2:5: error: this is not YAML: it holds the character U+0001, which no YAML may");
    }

    @Test
    void read_aliases_areRefusedAtEachPlace() {
        read("a: &x {b: 1}\nc: *x\n");

        assertThat(said()).hasSize(2).allMatch(s -> s.contains("anchors and aliases"));
    }

    @Test
    void read_secondDocument_isRefused() {
        read("a: 1\n---\nb: 2\n");

        assertThat(said()).singleElement().asString().contains("a second document");
    }

    @Test
    void read_listAtTheTop_isRefused() {
        read("- a\n");

        assertThat(said())
                .containsExactly("f.yaml:1:1: error: the file is a list; it is a mapping: lines of 'key: value'");
    }

    @Test
    void read_onlyComments_isAnEmptyMapping() {
        assertThat(read("# nothing\n").entries()).isEmpty();
        assertThat(said()).isEmpty();
    }

    @Test
    void read_deeplyNested_isRefusedAndCostsNothing() {
        read("a: " + "[".repeat(100_000));

        assertThat(said()).hasSize(1);
    }

    @Test
    void readFile_notUtf8_saysSo(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("x.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

        new YamlReader(environment::get, problems).read(file);

        assertThat(said()).singleElement().asString().contains("not UTF-8");
    }

    @Test
    void readFile_missing_saysSo(@TempDir Path folder) {
        new YamlReader(environment::get, problems).read(folder.resolve("none.yaml"));

        assertThat(said()).singleElement().asString().contains("there is no such file");
    }
}
