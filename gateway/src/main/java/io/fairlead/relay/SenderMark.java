package io.fairlead.relay;

import io.fairlead.topic.MqttCharacters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The user property {@code fairlead-from}, by which a relayed PUBLISH of MQTT 5 names its verified sender. */
final class SenderMark {

    private static final byte USER_PROPERTY = 0x26;
    private static final byte[] NAME = "fairlead-from".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private SenderMark() {}

    /**
     * The property as it stands in a packet; nothing for who is anonymous, and where no packet can carry the name.
     *
     * @param user the verified user's name
     */
    static byte[] of(@Nullable String user) {
        if (user == null || MqttCharacters.anyForbidden(user)) {
            return NOTHING;
        }
        byte[] value = user.getBytes(StandardCharsets.UTF_8);
        if (value.length > 65_535) {
            return NOTHING;
        }
        return ByteBuffer.allocate(5 + NAME.length + value.length)
                .put(USER_PROPERTY)
                .putShort((short) NAME.length)
                .put(NAME)
                .putShort((short) value.length)
                .put(value)
                .array();
    }
}
