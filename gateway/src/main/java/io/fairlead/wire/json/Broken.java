package io.fairlead.wire.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.nio.charset.StandardCharsets;

/** Says what is wrong with a frame that is not JSON, in words for those who never heard of the parser. */
final class Broken {

    /** How many bytes are quoted before and after the place. */
    private static final int QUOTED = 16;

    private Broken() {}

    /** What the parser found, and where. */
    static String sentence(JsonProcessingException broken, byte[] source) {
        if (broken instanceof StreamConstraintsException) {
            return "the frame is nested deeper than " + JsonInput.MAX_NESTING
                    + " levels, or has a field name of more than " + JsonInput.MAX_NAME + " characters";
        }
        if (broken instanceof JsonEOFException) {
            return "the frame ends in the middle of its JSON, after " + source.length + " bytes";
        }
        return "the frame is not JSON" + near(broken.getLocation(), source);
    }

    /** What is wrong with a frame that goes on after its value. */
    static String follows(JsonLocation location, byte[] source) {
        return "the frame goes on after its JSON" + near(location, source);
    }

    private static String near(JsonLocation location, byte[] source) {
        int at = (int) Math.max(0, Math.min(location.getByteOffset(), source.length));
        int from = characterAt(source, Math.max(0, at - QUOTED));
        int to = characterAt(source, Math.min(source.length, at + QUOTED));
        return " at byte " + at + ", near " + new String(source, from, to - from, StandardCharsets.UTF_8);
    }

    /** The start of the character that the byte belongs to. */
    private static int characterAt(byte[] source, int at) {
        int start = at;
        while (start > 0 && start < source.length && (source[start] & 0xC0) == 0x80) {
            start--;
        }
        return start;
    }
}
