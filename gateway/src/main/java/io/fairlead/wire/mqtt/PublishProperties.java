package io.fairlead.wire.mqtt;

import io.fairlead.topic.Message;
import io.fairlead.topic.UserProperty;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client's PUBLISH says of itself (MQTT 5, section 3.3.2.3).
 *
 * @param utf8 whether it says that its payload is UTF-8
 * @param expirySeconds how long it stays of use; {@link Message#NO_EXPIRY} if it does not say
 * @param contentType null if it does not say
 * @param topicAlias 0 if it has none
 * @param request whether it asks for an answer, by a response topic
 * @param properties the user properties in their order
 */
public record PublishProperties(
        boolean utf8,
        long expirySeconds,
        @Nullable String contentType,
        int topicAlias,
        boolean request,
        List<UserProperty> properties) {

    private static final PublishProperties NONE =
            new PublishProperties(false, Message.NO_EXPIRY, null, 0, false, List.of());

    /**
     * Reads them where they lie.
     *
     * @throws MqttFault for a property that no PUBLISH of a client has
     */
    public static PublishProperties of(PublishFrame publish) {
        return publish.isV5() && publish.propertiesBytes() > 0 ? new Reader(publish).read() : NONE;
    }

    private static final class Reader {
        private final ByteBuf bytes;
        private final int end;
        private int at;

        private boolean utf8;
        private long expirySeconds = Message.NO_EXPIRY;
        private @Nullable String contentType;
        private int topicAlias;
        private boolean request;
        private final List<UserProperty> properties = new ArrayList<>(2);

        Reader(PublishFrame publish) {
            this.bytes = publish.bytes();
            this.at = publish.propertiesAt();
            this.end = at + publish.propertiesBytes();
        }

        PublishProperties read() {
            while (at < end) {
                property(take(1));
            }
            return new PublishProperties(utf8, expirySeconds, contentType, topicAlias, request, properties);
        }

        private void property(int idAt) {
            switch (bytes.getByte(idAt)) {
                case 0x01 -> utf8 = bytes.getByte(take(1)) == 1;
                case 0x02 -> expirySeconds = bytes.getUnsignedInt(take(4));
                case 0x03 -> contentType = text();
                case 0x08 -> {
                    text();
                    request = true;
                }
                case 0x09 -> text();
                case 0x23 -> topicAlias = bytes.getUnsignedShort(take(2));
                case 0x26 -> properties.add(new UserProperty(text(), text()));
                default -> throw MqttFault.protocol("a PUBLISH with a property that clients do not send in one");
            }
        }

        private String text() {
            int length = bytes.getUnsignedShort(take(2));
            return bytes.toString(take(length), length, StandardCharsets.UTF_8);
        }

        /** Where the next bytes lie, which are taken. */
        private int take(int count) {
            int from = at;
            at += count;
            if (at > end) {
                throw MqttFault.malformed("a PUBLISH whose properties end before what they announce");
            }
            return from;
        }
    }
}
