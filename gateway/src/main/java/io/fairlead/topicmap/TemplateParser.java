package io.fairlead.topicmap;

import io.fairlead.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a template, noting everything that is wrong with it. */
final class TemplateParser {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private final String what;
    private final Text text;
    private final Problems problems;
    private final Set<String> seen = new HashSet<>();
    private boolean sound = true;

    private TemplateParser(String what, Text text, Problems problems) {
        this.what = what;
        this.text = text;
        this.problems = problems;
    }

    /**
     * The template; null if there is something wrong with it.
     *
     * @param what {@code channel} or {@code topic}
     */
    static @Nullable Template parse(String what, Text text, Problems problems) {
        return new TemplateParser(what, text, problems).parse();
    }

    private @Nullable Template parse() {
        String[] levels = text.value().split("/", -1);
        if (levels.length > Names.MAX_LEVELS) {
            refuse("has " + levels.length + " levels", "the most are " + Names.MAX_LEVELS);
        }
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            segments.add(segment(levels[i], i == levels.length - 1));
        }
        return sound ? new Template(text.value(), List.copyOf(segments)) : null;
    }

    private Segment segment(String level, boolean last) {
        if (level.startsWith("{") && level.endsWith("}")) {
            return variable(level.substring(1, level.length() - 1), last);
        }
        if (level.indexOf('{') >= 0 || level.indexOf('}') >= 0) {
            refuse("has the level '" + level + "'", "a variable stands for a whole level: /{name}/");
        } else if (level.isEmpty()) {
            refuse("has an empty level", "take away the '/' that begins, ends or doubles");
        } else if (level.equals("+") || level.equals("#")) {
            refuse(
                    "has the wildcard '" + level + "'",
                    "name what stands there: " + (level.equals("+") ? "{x}" : "{x...}"));
        } else if (Names.valueFault(level) != null) {
            refuse("has the level '" + printable(level) + "', which " + Names.valueFault(level), "");
        }
        return new Segment.Literal(level);
    }

    private Segment variable(String inner, boolean last) {
        boolean rest = inner.endsWith("...");
        String name = rest ? inner.substring(0, inner.length() - 3) : inner;
        if (OwnVariable.isOne(name)) {
            if (rest) {
                refuse("has {" + inner + "}", "{" + name + "} is one level of the identity's own: {" + name + "}");
            }
            return new Segment.Own(new OwnVariable(name));
        }
        checkName(name);
        if (rest && !last) {
            refuse("has {" + inner + "} before its end", "'...' stands only in the last level");
        }
        return rest ? new Segment.Rest(name) : new Segment.Variable(name);
    }

    private void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            refuse(
                    "has the variable {" + printable(name) + "}",
                    "a name is of letters, digits, '_' and '-'; of the identity there are {user}, {client}, {claim.NAME}");
        } else if (!seen.add(name)) {
            refuse("has {" + name + "} twice", "give each place its own variable");
        }
    }

    private void refuse(String message, String hint) {
        sound = false;
        problems.error(text.at(), "the " + what + " '" + printable(text.value()) + "' " + message, hint);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
