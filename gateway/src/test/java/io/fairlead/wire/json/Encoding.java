package io.fairlead.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.wire.OutgoingMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Set;

/** Encodes messages and takes their frames apart, for tests. */
final class Encoding {

    private Encoding() {}

    /** The frame of a message, header included. */
    static byte[] frame(OutgoingMessage message) {
        ByteBuf frame = JsonWebSocketFormat.INSTANCE.encode(message, UnpooledByteBufAllocator.DEFAULT);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes).release();
        return bytes;
    }

    /** The text in the frame of a message. */
    static String json(OutgoingMessage message) {
        byte[] frame = frame(message);
        int header = headerLength(frame);
        return new String(frame, header, frame.length - header, UTF_8);
    }

    /** How long the header is, by the frame's own second byte. */
    static int headerLength(byte[] frame) {
        return frame[1] == 127 ? 10 : frame[1] == 126 ? 4 : 2;
    }

    /** A live message of this payload on the channel {@code c}. */
    static OutgoingMessage message(byte[] payload, PayloadForm form) {
        Message message = Message.of(new TopicName("t"), payload, Qos.AT_MOST_ONCE);
        return new OutgoingMessage(message, "c", null, 1, -1, 2, false, form, Set.of());
    }

    /** A live message with these user properties, of which the route lets some through. */
    static OutgoingMessage message(List<UserProperty> properties, Set<String> props) {
        Message message = new Message(
                new TopicName("t"),
                new byte[0],
                Qos.AT_MOST_ONCE,
                false,
                Message.NO_EXPIRY,
                null,
                null,
                null,
                properties);
        return new OutgoingMessage(message, "c", null, 1, -1, 2, false, PayloadForm.TEXT, props);
    }
}
