package io.fairlead.topic;

/**
 * Which characters the strings of MQTT may hold (MQTT 5, section 1.5.4): no NUL and no half of a surrogate pair, and none
 * either of those that a receiver may close the connection for, which are control characters and noncharacters. Mosquitto
 * does close it, for properties as for topics, and a connection to the broker is shared by many clients.
 */
public final class MqttCharacters {

    private MqttCharacters() {}

    /** Whether the {@code char} at an index is, or is half of, a character that no broker should be sent. */
    public static boolean isForbidden(CharSequence text, int i) {
        char c = text.charAt(i);
        if (c < 0x80) {
            return c < 0x20 || c == 0x7f;
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        if (!Character.isHighSurrogate(c)) {
            return c < 0xa0 || (c >= 0xfdd0 && c <= 0xfdef) || c >= 0xfffe;
        }
        boolean pair = i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        return !pair || (Character.toCodePoint(c, text.charAt(i + 1)) & 0xfffe) == 0xfffe;
    }

    /** Whether a text holds such a character. */
    public static boolean anyForbidden(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (isForbidden(text, i)) {
                return true;
            }
        }
        return false;
    }
}
