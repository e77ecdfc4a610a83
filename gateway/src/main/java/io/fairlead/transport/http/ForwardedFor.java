package io.fairlead.transport.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the headers of proxies list, from the client's side to ours: one text for each hop, empty where it says nothing. */
final class ForwardedFor {
    private ForwardedFor() {}

    /** The hops of {@code X-Forwarded-For}: addresses with commas between. */
    static List<String> list(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** The hops of {@code Forwarded} (RFC 7239, section 4): the {@code for} of each element. */
    static List<String> forwarded(List<String> lines) {
        return forwarded(lines, "for");
    }

    /** What each element of {@code Forwarded} says of something: {@code for}, {@code proto}. */
    static List<String> forwarded(List<String> lines, String what) {
        return split(String.join(",", lines), ',').stream()
                .map(element -> value(element, what))
                .toList();
    }

    private static String value(String element, String what) {
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(what)) {
                return unquoted(pair.substring(equals + 1).strip());
            }
        }
        return "";
    }

    /**
     * The parts between separators. One whose quotes do not close says nothing: its beginning is the client's, who may have
     * opened them to swallow what the proxy wrote behind.
     */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(quoted ? "" : text.substring(begin));
        return parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
