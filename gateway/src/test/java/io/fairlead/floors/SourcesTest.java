package io.fairlead.floors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private static final int MOST_LINES = 400;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> BUILT = Set.of("target", "node_modules", ".git");
    private static final List<String> KINDS =
            List.of(".java", ".js", ".mjs", ".ts", ".css", ".html", ".c", ".py", ".sh", ".yaml", ".yml", ".xml");

    @Test
    void no_source_file_is_longer_than_fits_a_mind() {
        assertThat(sources().filter(file -> lines(file).size() > MOST_LINES)).isEmpty();
    }

    @Test
    void every_package_says_what_it_is_and_is_null_marked() {
        Stream<Path> packages = sources()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .map(Path::getParent)
                .distinct();

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(lines(folder.resolve("package-info.java")))
                        .anyMatch(line -> line.startsWith("/**"))
                        .contains("@NullMarked"));
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.find(ROOT, 30, (file, attributes) -> attributes.isRegularFile())) {
            return files
                    .filter(SourcesTest::isSource)
                    .filter(file -> KINDS.stream().anyMatch(file.toString()::endsWith))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (BUILT.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
