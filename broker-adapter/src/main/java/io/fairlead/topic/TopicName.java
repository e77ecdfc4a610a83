package io.fairlead.topic;

import java.nio.charset.StandardCharsets;

/**
 * The concrete name of a topic on the broker: no wildcards (MQTT 5, section 4.7.1).
 *
 * @param value 1 to 65,535 bytes of UTF-8, without {@code +}, {@code #} and NUL
 */
public record TopicName(String value) {

    /** The longest UTF-8 string that MQTT can carry, in bytes (MQTT 5, section 1.5.4). */
    public static final int MAX_BYTES = 65_535;

    /** @throws IllegalArgumentException if MQTT has no such topic name */
    public TopicName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a topic name has at least one character");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '+' || c == '#' || c == 0) {
                throw new IllegalArgumentException("a topic name holds no '+', '#' or NUL: " + value);
            }
        }
        if (value.length() > MAX_BYTES / 3 && value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a topic name has at most " + MAX_BYTES + " bytes");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
