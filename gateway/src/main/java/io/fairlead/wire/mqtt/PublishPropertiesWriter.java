package io.fairlead.wire.mqtt;

import io.fairlead.topic.Message;
import io.fairlead.topic.UserProperty;
import io.fairlead.wire.OutgoingMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Set;

/**
 * Writes the properties of a PUBLISH (MQTT 5, section 3.3.2.3): what the message says of itself, and the user properties that its
 * route lets through. Response topic and correlation data stay behind: nobody answers the broker's topics here.
 */
final class PublishPropertiesWriter {

    private static final int PAYLOAD_FORMAT = 0x01;
    private static final int EXPIRY = 0x02;
    private static final int CONTENT_TYPE = 0x03;
    private static final int USER_PROPERTY = 0x26;

    private static final String ALL = "*";

    private PublishPropertiesWriter() {}

    /** How many bytes they take, without their length. */
    static int bytes(OutgoingMessage outgoing) {
        Message message = outgoing.message();
        int sum = message.utf8() ? 2 : 0;
        if (message.expirySeconds() >= 0) {
            sum += 5;
        }
        if (message.contentType() != null) {
            sum += 1 + bytes(message.contentType());
        }
        for (UserProperty property : message.properties()) {
            if (passes(property, outgoing.props())) {
                sum += 1 + bytes(property.name()) + bytes(property.value());
            }
        }
        return sum;
    }

    private static int bytes(String text) {
        return 2 + ByteBufUtil.utf8Bytes(text);
    }

    static void write(ByteBuf out, OutgoingMessage outgoing) {
        Message message = outgoing.message();
        if (message.utf8()) {
            out.writeByte(PAYLOAD_FORMAT).writeByte(1);
        }
        if (message.expirySeconds() >= 0) {
            out.writeByte(EXPIRY).writeInt((int) message.expirySeconds());
        }
        if (message.contentType() != null) {
            out.writeByte(CONTENT_TYPE);
            write(out, message.contentType());
        }
        for (UserProperty property : message.properties()) {
            if (passes(property, outgoing.props())) {
                out.writeByte(USER_PROPERTY);
                write(out, property.name());
                write(out, property.value());
            }
        }
    }

    private static void write(ByteBuf out, String text) {
        out.writeShort(ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
    }

    private static boolean passes(UserProperty property, Set<String> let) {
        return !let.isEmpty() && (let.contains(ALL) || let.contains(property.name()));
    }
}
