package io.fairlead.session;

/**
 * The id a client gave a command, echoed as it came.
 *
 * @param text the id's characters, at most 64 bytes of UTF-8
 * @param number whether it was a JSON integer and not a string
 */
public record CommandId(String text, boolean number) {

    /** The longest id, in bytes of UTF-8. */
    public static final int MAX_BYTES = 64;
}
