package io.fairlead.problem;

/**
 * Something that is wrong in a file.
 *
 * @param at where
 * @param message what is wrong, as a sentence without its full stop
 * @param hint what would be right; empty where the message says it already
 */
public record Problem(Severity severity, Position at, String message, String hint) {

    public String file() {
        return at.file();
    }

    /** Counted from 1; 0 where the source has no lines. */
    public int line() {
        return at.line();
    }

    /** Counted from 1; 0 where the source has no lines. */
    public int column() {
        return at.column();
    }

    /** One line: {@code topics.yaml:12:7: error: what is wrong; what would be right}. */
    @Override
    public String toString() {
        String word = severity == Severity.ERROR ? "error" : "warning";
        return at + ": " + word + ": " + message + (hint.isEmpty() ? "" : "; " + hint);
    }
}
