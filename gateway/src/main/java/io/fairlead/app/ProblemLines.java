package io.fairlead.app;

import io.fairlead.problem.Problem;
import io.fairlead.problem.Severity;
import java.util.LinkedHashMap;
import java.util.Map;

/** Problems as the terminal and other programs read them. */
final class ProblemLines {

    private ProblemLines() {}

    /** {@code file:line:column: error: …}, as compilers write it. */
    static String of(Problem problem, Terminal terminal) {
        boolean error = problem.severity() == Severity.ERROR;
        String word = error ? terminal.bad("error:") : terminal.doubtful("warning:");
        String hint = problem.hint().isEmpty() ? "" : "; " + problem.hint();
        return terminal.bold(problem.at() + ":") + " " + word + " " + problem.message() + hint;
    }

    /** As a JSON object. */
    static Map<String, Object> json(Problem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("severity", problem.severity() == Severity.ERROR ? "error" : "warning");
        fields.put("file", problem.file());
        fields.put("line", problem.line());
        fields.put("column", problem.column());
        fields.put("message", problem.message());
        fields.put("hint", problem.hint());
        return fields;
    }

    /** {@code 1 error}, {@code 3 errors}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
