package io.fairlead.wire.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The {@code help} of an error leads to a section about it, and what that says of legs and close codes is so. */
class ErrorsDocTest {

    private static final Path DOCS = Path.of("..", "docs");

    private final String errors = read("errors.md");

    private static String read(String name) {
        try {
            return Files.readString(DOCS.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sections_areTheReasonsInTheirOrder() {
        List<String> sections = Pattern.compile("^## ([a-z_]+)$", Pattern.MULTILINE)
                .matcher(errors)
                .results()
                .map(heading -> heading.group(1))
                .toList();

        assertThat(sections)
                .containsExactlyElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::code).toList());
    }

    @ParameterizedTest
    @EnumSource
    void section_ofAReason_namesItsLegAndCloseCode(Reason reason) {
        String facts = section(reason).lines().skip(1).findFirst().orElse("");

        assertThat(facts).startsWith("Leg `" + reason.leg().word() + "`.");
        List<String> numbers = Pattern.compile("\\b\\d{4}\\b")
                .matcher(facts)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(numbers)
                .isEqualTo(reason.closeCode() == 0 ? List.of() : List.of(String.valueOf(reason.closeCode())));
    }

    @ParameterizedTest
    @EnumSource
    void closeCode_ofAReason_standsInTheProtocol(Reason reason) {
        String protocol = read("protocol.md");
        String row = "| " + reason.closeCode() + " | [" + reason.code() + "](errors.md#" + reason.code() + ") |";

        assertThat(protocol.contains(row)).isEqualTo(reason.closeCode() >= 4_000);
    }

    private String section(Reason reason) {
        String start = "## " + reason.code() + "\n";
        int from = errors.indexOf(start) + start.length();
        return errors.substring(from, errors.indexOf("\n## ", from));
    }
}
