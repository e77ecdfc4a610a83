package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the reference in {@code docs} and the shipped file against the code. */
class ConfigurationReferenceTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z.]+)` \\| (?:`([^`]*)`|[^|]*) \\| .* \\|");
    private static final Pattern KNOWN = Pattern.compile("there is no key '([^']*)zzzzzzzz'; known here: (.*)");

    @Test
    void reference_lists_every_key_in_order() throws IOException {
        assertThat(documented().keySet()).containsExactlyElementsOf(Keys.ALL);
    }

    @Test
    void defaults_in_the_reference_are_the_ones_in_force() throws IOException {
        List<String> spelledOut = documented().entrySet().stream()
                .filter(entry -> entry.getValue().isPresent() && !entry.getKey().equals("auth.anonymous"))
                .map(entry -> entry.getKey() + "=" + entry.getValue().orElseThrow())
                .toList();

        assertThat(spelledOut).hasSizeGreaterThan(20);
        assertThat(read(spelledOut)).usingRecursiveComparison().isEqualTo(read(List.of()));
    }

    @Test
    void code_asks_for_exactly_the_keys_of_the_list() {
        Set<String> sections =
                Keys.ALL.stream().flatMap(key -> prefixes(key).stream()).collect(Collectors.toCollection(TreeSet::new));
        Problems problems = new Problems();
        List<String> unknown =
                sections.stream().map(section -> section + "zzzzzzzz=1").toList();
        new ConfigurationFile(name -> null).parse(ROOT.resolve("conf/x.yaml"), "", unknown, problems);

        Set<String> asked = new TreeSet<>();
        for (Problem problem : problems.list()) {
            Matcher known = KNOWN.matcher(problem.message() + "; " + problem.hint());
            if (known.matches()) {
                for (String key : known.group(2).split(", ", -1)) {
                    asked.add(known.group(1) + key);
                }
            }
        }
        asked.removeIf(key -> sections.contains(key + "."));
        assertThat(asked).containsExactlyInAnyOrderElementsOf(Keys.ALL);
    }

    @Test
    void shipped_file_is_read_without_a_problem() {
        Problems problems = new Problems();

        Optional<Configuration> read = new ConfigurationFile(
                        name -> name.equals("FAIRLEAD_JWT_SECRET") ? "x".repeat(40) : null)
                .read(ROOT.resolve("conf/fairlead.yaml"), List.of(), problems);

        assertThat(problems.list()).isEmpty();
        assertThat(read.orElseThrow().topics()).isEqualTo(ROOT.resolve("conf/topics.yaml"));
    }

    @Test
    void variable_of_a_key_separates_its_words() {
        assertThat(Keys.variable("auth.jwt.publicKeyFile")).isEqualTo("FAIRLEAD_AUTH_JWT_PUBLIC_KEY_FILE");
    }

    private static List<String> prefixes(String key) {
        return Pattern.compile("(?=[.])|^").splitAsStream(key).count() == 1
                ? List.of("")
                : Pattern.compile("\\.")
                        .matcher(key)
                        .results()
                        .map(dot -> key.substring(0, dot.end()))
                        .toList();
    }

    private static Map<String, Optional<String>> documented() throws IOException {
        Map<String, Optional<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), Optional.ofNullable(row.group(2)));
            }
        }
        return rows;
    }

    private static Configuration read(List<String> options) {
        Problems problems = new Problems();
        Map<String, String> needed = Map.of(
                "FAIRLEAD_AUTH_JWT_JWKS_URL", "https://id.example.org/keys",
                "FAIRLEAD_AUTH_JWT_ISSUER", "https://id.example.org",
                "FAIRLEAD_AUTH_JWT_AUDIENCE", "fairlead",
                "FAIRLEAD_AUTH_HOOK_URL", "https://auth.example.org/hook");
        Optional<Configuration> read = new ConfigurationFile(needed::get)
                .parse(ROOT.resolve("conf/x.yaml"), "auth: {anonymous: true}", options, problems);
        assertThat(problems.list()).isEmpty();
        return read.orElseThrow();
    }
}
