package io.fairlead.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to the environment in a YAML text: {@code ${NAME}} and {@code ${NAME:-default}}.
 *
 * <p>YAML itself reads {@code {secret: ${NAME}}} as a mapping within a mapping. So the characters of a reference that mean
 * something to YAML are hidden before parsing, one for one, which keeps every line and column, and shown again in what
 * was parsed. Values are put in after parsing: whatever the environment holds, it cannot add keys.
 */
final class EnvReferences {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}\\r\\n]*))?\\}");
    private static final String MEANINGFUL = "{}[],:#";
    /** Unicode's first noncharacter for internal use: never in a text that people exchange. */
    private static final char HIDDEN = '\uFDD0';

    private EnvReferences() {}

    /** A value after replacement, and the names that the environment does not have. */
    record Replaced(String text, List<String> missing) {}

    static String hide(String yaml) {
        return REFERENCE.matcher(yaml).replaceAll(m -> Matcher.quoteReplacement(hideAll(m.group())));
    }

    static String show(String parsed) {
        StringBuilder text = new StringBuilder(parsed);
        for (int i = 0; i < text.length(); i++) {
            int hidden = text.charAt(i) - HIDDEN;
            if (hidden >= 0 && hidden < MEANINGFUL.length()) {
                text.setCharAt(i, MEANINGFUL.charAt(hidden));
            }
        }
        return text.toString();
    }

    static Replaced replace(String value, Environment environment) {
        List<String> missing = new ArrayList<>();
        String text = REFERENCE.matcher(value).replaceAll(m -> {
            String found = environment.get(m.group(1));
            if (found == null && m.group(2) == null) {
                missing.add(m.group(1));
            }
            return Matcher.quoteReplacement(found != null ? found : m.group(2) != null ? m.group(2) : m.group());
        });
        return new Replaced(text, missing);
    }

    private static String hideAll(String reference) {
        StringBuilder text = new StringBuilder(reference);
        for (int i = 0; i < text.length(); i++) {
            int at = MEANINGFUL.indexOf(text.charAt(i));
            if (at >= 0) {
                text.setCharAt(i, (char) (HIDDEN + at));
            }
        }
        return text.toString();
    }
}
