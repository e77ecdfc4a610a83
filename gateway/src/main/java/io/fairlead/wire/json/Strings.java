package io.fairlead.wire.json;

import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;

/** What Fairlead asks of the strings that clients send, and how it quotes them back. */
final class Strings {

    private static final int BRIEF = 40;

    private Strings() {}

    /**
     * The string, if it is Unicode text.
     *
     * @throws BadFrame if half a surrogate pair was escaped in it, which neither UTF-8 nor MQTT (version 5, section
     *     1.5.4) can carry
     */
    static String whole(String string, String where) throws BadFrame {
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < string.length()
                    && Character.isLowSurrogate(string.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw BadFrame.because(where + " holds half a surrogate pair, at character " + i);
            }
        }
        return string;
    }

    /**
     * The string, if it is text that MQTT can carry in a property.
     *
     * @throws BadFrame if it is not (MQTT 5, section 1.5.4)
     */
    static String mqtt(String string, String where) throws BadFrame {
        if (string.indexOf(0) >= 0) {
            throw BadFrame.because(where + " holds the character NUL, which MQTT cannot carry");
        }
        if (whole(string, where).getBytes(StandardCharsets.UTF_8).length > TopicName.MAX_BYTES) {
            throw BadFrame.because(
                    where + " is longer than " + TopicName.MAX_BYTES + " bytes, the most MQTT can carry");
        }
        return string;
    }

    /** The start of a string that may be long, for sentences. */
    static String brief(String string) {
        if (string.codePointCount(0, string.length()) <= BRIEF) {
            return string;
        }
        return string.substring(0, string.offsetByCodePoints(0, BRIEF)) + "…";
    }
}
