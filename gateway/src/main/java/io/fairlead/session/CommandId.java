package io.fairlead.session;

import java.util.regex.Pattern;

/**
 * The id a client gave a command, echoed as it came.
 *
 * @param text the id's characters, at most 64 bytes of UTF-8
 * @param number whether it was a JSON integer and not a string
 */
public record CommandId(String text, boolean number) {

    /** The longest id, in bytes of UTF-8. */
    public static final int MAX_BYTES = 64;

    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,63})");
    private static final char QUOTE = '"';

    /**
     * The id in one line of text, no two ids alike: a number as it is, and a string too, but in quotes where it is empty, or
     * would be taken for a number or for a string in quotes.
     */
    public String mark() {
        boolean plain = number
                || !(text.isEmpty()
                        || text.charAt(0) == QUOTE
                        || INTEGER.matcher(text).matches());
        return plain ? text : QUOTE + text + QUOTE;
    }

    /** The id that has this {@link #mark()}. */
    public static CommandId ofMark(String mark) {
        if (mark.length() > 1 && mark.charAt(0) == QUOTE && mark.charAt(mark.length() - 1) == QUOTE) {
            return new CommandId(mark.substring(1, mark.length() - 1), false);
        }
        return new CommandId(mark, INTEGER.matcher(mark).matches());
    }
}
