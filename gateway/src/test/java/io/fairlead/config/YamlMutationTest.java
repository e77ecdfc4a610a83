package io.fairlead.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import io.fairlead.problem.Severity;
import io.fairlead.transport.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Damaged configurations and topic maps: each is read, or refused with places in the text; and no secret is repeated. */
class YamlMutationTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SECRET = "a secret that no message may repeat";
    private static final byte[] LIKELY = " \n\t:-,[]{}#&*!|>'\"%@`$?~0\\".getBytes(UTF_8);

    /** The shipped files in pieces, each a file of its own: a short file is damaged in more ways. */
    private static List<byte[]> pieces(String file, String head, String separator) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        for (String piece : Files.readString(ROOT.resolve(file)).split(separator, -1)) {
            String bare = piece.replaceAll("(?m)^ *#.*\n?|  +#.*", "").stripTrailing();
            if (!bare.isBlank() && !bare.startsWith("version")) {
                pieces.add((head + bare + "\n").getBytes(UTF_8));
            }
        }
        return pieces;
    }

    @Test
    void damagedConfiguration_isReadOrRefusedWithPlaces() throws IOException {
        new Mutations(pieces("conf/fairlead.yaml", "node: n\n", "\n\n"), LIKELY)
                .half()
                .each(bytes -> {
                    String text = new String(bytes, UTF_8);
                    Problems problems = new Problems();
                    Optional<Configuration> read = new ConfigurationFile(
                                    name -> name.equals("FAIRLEAD_JWT_SECRET") ? SECRET : null)
                            .parse(ROOT.resolve("conf/x.yaml"), text, List.of(), problems);

                    assertThat(read.isPresent()).isNotEqualTo(problems.hasErrors());
                    check(problems.list(), text);
                    assertThat(String.valueOf(read)).doesNotContain(SECRET);
                });
    }

    @Test
    void damagedTopicMap_isReadOrRefusedWithPlaces() throws IOException {
        List<byte[]> maps = new ArrayList<>();
        for (String file : List.of("conf/topics.yaml", "conf/examples/tenants.yaml", "conf/examples/open.yaml")) {
            maps.addAll(pieces(file, "version: 1\nroutes:\n", "\n\n|routes:\n"));
        }
        new Mutations(maps, LIKELY).half().each(bytes -> {
            String text = new String(bytes, UTF_8);
            TopicMapFile.Outcome outcome = TopicMapFile.read("topics.yaml", text, name -> "x", "fairlead");

            assertThat(outcome.map().isPresent())
                    .isEqualTo(outcome.problems().stream().noneMatch(p -> p.severity() == Severity.ERROR));
            check(outcome.problems(), text);
        });
    }

    private static void check(List<Problem> problems, String text) {
        long lines = Stream.of(text.split("[\\n\\r\\u0085\\u2028\\u2029]", -1)).count();
        for (Problem problem : problems) {
            assertThat(problem.toString()).doesNotContain(SECRET);
            assertThat((long) problem.line()).isBetween(0L, lines + 1);
            assertThat(problem.message()).isNotEmpty();
        }
    }
}
