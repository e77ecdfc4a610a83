package io.fairlead.session;

import io.fairlead.topic.MqttCharacters;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;

/** What may stand in a string: in one of MQTT's (MQTT 5, section 1.5.4), and in a name of ours. */
final class MqttText {

    private MqttText() {}

    /**
     * Whether a broker can be sent the text: no control character, no noncharacter, no half of a surrogate pair, at most
     * 65,535 bytes of UTF-8.
     */
    static boolean carries(String text) {
        return !MqttCharacters.anyForbidden(text) && hasAtMost(TopicName.MAX_BYTES, text);
    }

    /** Whether the text can be a name: 1 to {@code maxBytes} bytes that MQTT carries, none of {@code forbidden}. */
    static boolean isName(String text, int maxBytes, String forbidden) {
        return !text.isEmpty()
                && carries(text)
                && hasAtMost(maxBytes, text)
                && text.chars().noneMatch(c -> forbidden.indexOf(c) >= 0);
    }

    private static boolean hasAtMost(int maxBytes, String text) {
        return text.length() <= maxBytes / 3
                || (text.length() <= maxBytes && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes);
    }
}
