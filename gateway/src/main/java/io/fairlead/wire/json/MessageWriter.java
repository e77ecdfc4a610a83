package io.fairlead.wire.json;

import io.fairlead.session.CommandId;
import io.fairlead.topic.Message;
import io.fairlead.topic.UserProperty;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.wire.OutgoingMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of a message. On the way of every message, so nothing is built that is not written. */
final class MessageWriter {

    private static final byte[] CHANNEL = ascii("{\"type\":\"message\",\"channel\":");
    private static final byte[] FILTER = ascii(",\"filter\":");
    private static final byte[] POS = ascii(",\"pos\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] TS = ascii(",\"ts\":");
    private static final byte[] RETAINED = ascii(",\"retained\":true");
    private static final byte[] REPEAT = ascii(",\"repeat\":true");
    private static final byte[] FROM = ascii(",\"from\":");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] CONTENT_TYPE = ascii(",\"contentType\":");
    private static final byte[] EXPIRY = ascii(",\"expiry\":");
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] TEXT = ascii(",\"text\":");
    private static final byte[] BASE64 = ascii(",\"base64\":");

    private MessageWriter() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** About how many bytes the JSON takes; enough for nearly all, so that the buffer is made once. */
    static int estimate(OutgoingMessage outgoing) {
        Message message = outgoing.message();
        int names = outgoing.channel().length()
                + (outgoing.filter() == null ? 0 : outgoing.filter().length());
        return 128
                + 3 * names
                + message.payload().length * 3 / 2
                + 96 * message.properties().size();
    }

    /** Writes the message at the buffer's end. */
    static void write(ByteBuf out, OutgoingMessage outgoing) {
        Message message = outgoing.message();
        out.writeBytes(CHANNEL);
        JsonText.string(out, outgoing.channel());
        string(out, FILTER, outgoing.filter());
        number(out, POS, outgoing.pos());
        number(out, SEQ, outgoing.seq());
        number(out, TS, outgoing.receivedMillis());
        if (outgoing.retained()) {
            out.writeBytes(RETAINED);
        }
        if (outgoing.repeat()) {
            out.writeBytes(REPEAT);
        }
        publisher(out, message);
        string(out, CONTENT_TYPE, message.contentType());
        number(out, EXPIRY, message.expirySeconds());
        PropsWriter.write(out, message.properties(), outgoing.props());
        payload(out, message.payload(), outgoing.form());
        out.writeByte('}');
    }

    private static void publisher(ByteBuf out, Message message) {
        String from = null;
        CommandId id = null;
        for (UserProperty property : message.properties()) {
            if (from == null && property.name().equals(FairleadProperties.FROM)) {
                from = property.value();
            } else if (id == null && property.name().equals(FairleadProperties.ID)) {
                id = FairleadProperties.publishersId(property.value());
            }
        }
        string(out, FROM, from);
        if (id != null) {
            out.writeBytes(ID);
            id(out, id);
        }
    }

    private static void id(ByteBuf out, CommandId id) {
        if (id.number()) {
            ByteBufUtil.writeAscii(out, id.text());
        } else {
            JsonText.string(out, id.text());
        }
    }

    /** Writes the payload in this form, or in the next one that it is valid in. */
    static void payload(ByteBuf out, byte[] payload, PayloadForm form) {
        if (form == PayloadForm.JSON && JsonInput.isReadable(payload)) {
            out.writeBytes(DATA).writeBytes(payload);
        } else if (payload.length == 0 || (form != PayloadForm.BINARY && Utf8.isValid(payload))) {
            out.writeBytes(TEXT);
            JsonText.stringOfUtf8(out, payload);
        } else {
            out.writeBytes(BASE64);
            JsonText.base64(out, payload);
        }
    }

    private static void string(ByteBuf out, byte[] name, @Nullable String value) {
        if (value != null) {
            out.writeBytes(name);
            JsonText.string(out, value);
        }
    }

    private static void number(ByteBuf out, byte[] name, long value) {
        if (value >= 0) {
            out.writeBytes(name);
            JsonText.number(out, value);
        }
    }
}
