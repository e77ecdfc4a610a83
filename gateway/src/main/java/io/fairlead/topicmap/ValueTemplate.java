package io.fairlead.topicmap;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value of a condition: text in which {@code {variables}} may stand anywhere. */
record ValueTemplate(String text, List<Part> parts) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");

    /** A piece of text, or a variable's name. */
    record Part(String text, boolean variable) {}

    static ValueTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(text);
        int done = 0;
        while (matcher.find()) {
            parts.add(new Part(text.substring(done, matcher.start()), false));
            parts.add(new Part(matcher.group(1), true));
            done = matcher.end();
        }
        parts.add(new Part(text.substring(done), false));
        return new ValueTemplate(text, List.copyOf(parts));
    }

    List<String> variables() {
        return parts.stream().filter(Part::variable).map(Part::text).toList();
    }

    /** The value in a call; null if a variable has none. */
    @Nullable
    String in(Call call) {
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            String piece = part.variable() ? call.valueOf(part.text()) : part.text();
            if (piece == null) {
                return null;
            }
            value.append(piece);
        }
        return value.toString();
    }
}
