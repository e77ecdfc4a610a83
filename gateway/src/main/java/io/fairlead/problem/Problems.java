package io.fairlead.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects every problem of a reading, so that the first one does not hide the others. For one thread. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    /** Notes an error whose message says already what would be right. */
    public void error(Position at, String message) {
        error(at, message, "");
    }

    /**
     * Notes an error.
     *
     * @param message what is wrong, without a full stop
     * @param hint what would be right
     */
    public void error(Position at, String message, String hint) {
        found.add(new Problem(Severity.ERROR, at, message, hint));
    }

    /** Notes something that works and is probably not meant. */
    public void warning(Position at, String message, String hint) {
        found.add(new Problem(Severity.WARNING, at, message, hint));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }

    /** Everything found so far, by file, line and column. */
    public List<Problem> list() {
        return found.stream().sorted(Comparator.comparing(Problem::at)).toList();
    }
}
