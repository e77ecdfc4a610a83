package io.fairlead.config.yaml;

import com.fasterxml.jackson.core.JacksonException;
import io.fairlead.problem.Position;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Turns what the YAML library throws into one sentence and one place. */
final class YamlFaults {

    private YamlFaults() {}

    static Position position(String file, String text, Throwable fault) {
        for (Throwable t = fault; t != null; t = t.getCause()) {
            if (t instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                Mark mark = marked.getProblemMark();
                return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
            }
            if (t instanceof ReaderException unreadable) {
                return positionOf(file, text, unreadable.getPosition());
            }
        }
        if (fault instanceof JacksonException e && e.getLocation() != null) {
            return new Position(
                    file, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        }
        return Position.startOf(file);
    }

    static String sentence(Throwable fault) {
        for (Throwable t = fault; t != null; t = t.getCause()) {
            if (t instanceof MarkedYAMLException marked && marked.getProblem() != null) {
                return EnvReferences.show(marked.getProblem());
            }
            if (t instanceof ReaderException unreadable) {
                return "it holds the character U+%04X, which no YAML may".formatted(unreadable.getCodePoint());
            }
        }
        String message =
                fault instanceof JacksonException e ? e.getOriginalMessage() : String.valueOf(fault.getMessage());
        return EnvReferences.show(message.lines().findFirst().orElse("it cannot be parsed"));
    }

    private static Position positionOf(String file, String text, int offset) {
        String before = text.substring(0, Math.min(offset, text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(file, line, before.length() - before.lastIndexOf('\n'));
    }
}
