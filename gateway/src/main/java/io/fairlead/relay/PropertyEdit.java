package io.fairlead.relay;

import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an MQTT 5 PUBLISH (section 3.3.2.3) where they lie, and what is to be other about them on the next leg.
 * What is not edited is copied byte for byte. {@link #read} takes up a packet; then the edits are said; then {@link #bytes} and
 * {@link #writeTo}. One serves one packet after another, and allocates nothing for those without anything to edit.
 *
 * <p>A topic alias is a matter of one leg, so that of the packet is always taken off. Not for several threads.
 */
final class PropertyEdit {

    private static final int PAYLOAD_FORMAT = 0x01;
    private static final int MESSAGE_EXPIRY = 0x02;
    private static final int CONTENT_TYPE = 0x03;
    private static final int RESPONSE_TOPIC = 0x08;
    private static final int CORRELATION_DATA = 0x09;
    private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    private static final int TOPIC_ALIAS = 0x23;
    private static final int USER_PROPERTY = 0x26;
    private static final byte[] NOTHING = {};

    // The packet.
    private ByteBuf packet = Unpooled.EMPTY_BUFFER;
    private int from;
    private int end;

    // What was found in it.
    private int alias;
    private int responseAt;
    private int responseBytes;
    private boolean userProperties;
    private int identifier;
    private int identifiers;

    // What is to be other.
    private int aliasToBe;
    private byte @Nullable [] responseToBe;
    private boolean unanswered;
    private @Nullable PassingProperties passing;
    private byte[] added = NOTHING;

    /**
     * Takes up a packet, and forgets the one before. It is not kept alive by this.
     *
     * @throws MqttFault if the properties cannot be read
     */
    PropertyEdit read(PublishFrame frame) {
        packet = frame.bytes();
        from = frame.propertiesAt();
        end = from + frame.propertiesBytes();
        alias = 0;
        responseAt = -1;
        userProperties = false;
        identifier = 0;
        identifiers = 0;
        aliasToBe = 0;
        responseToBe = null;
        unanswered = false;
        passing = null;
        added = NOTHING;
        for (int at = from; at < end; ) {
            int next = after(at);
            note(at, next);
            at = next;
        }
        return this;
    }

    private void note(int at, int next) {
        switch (packet.getByte(at)) {
            case RESPONSE_TOPIC -> {
                responseAt = at + 3;
                responseBytes = next - responseAt;
            }
            case TOPIC_ALIAS -> alias = packet.getUnsignedShort(at + 1);
            case USER_PROPERTY -> userProperties = true;
            case SUBSCRIPTION_IDENTIFIER -> {
                identifiers++;
                identifier = varInt(at + 1, next);
            }
            default -> {}
        }
    }

    /** Where the property ends that begins here. */
    private int after(int at) {
        int next = switch (packet.getByte(at)) {
            case PAYLOAD_FORMAT -> at + 2;
            case MESSAGE_EXPIRY -> at + 5;
            case TOPIC_ALIAS -> at + 3;
            case CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION_DATA -> afterString(at + 1);
            case USER_PROPERTY -> afterString(afterString(at + 1));
            case SUBSCRIPTION_IDENTIFIER -> afterVarInt(at + 1);
            default -> throw MqttFault.malformed("a PUBLISH with property " + packet.getByte(at));
        };
        return within(next);
    }

    private int afterString(int at) {
        return within(within(at + 2) + packet.getUnsignedShort(at));
    }

    private int afterVarInt(int at) {
        int next = at;
        while (next < end && packet.getByte(next) < 0) {
            next++;
        }
        return within(next + 1);
    }

    private int varInt(int at, int next) {
        int value = 0;
        for (int i = at; i < next; i++) {
            value |= (packet.getByte(i) & 0x7F) << (7 * (i - at));
        }
        return value;
    }

    private int within(int at) {
        if (at > end) {
            throw MqttFault.malformed("a PUBLISH whose properties end before what they announce");
        }
        return at;
    }

    /** The alias that the packet bears; 0 for none, or an illegal one. */
    int alias() {
        return alias;
    }

    boolean hasResponseTopic() {
        return responseAt >= 0;
    }

    /** The response topic; null if there is none. Its UTF-8 has been checked by who checks packets. */
    @Nullable
    String responseTopic() {
        return responseAt < 0 ? null : packet.toString(responseAt, responseBytes, StandardCharsets.UTF_8);
    }

    boolean hasUserProperties() {
        return userProperties;
    }

    /** The subscription identifier; 0 if there is none, or several. */
    int subscriptionIdentifier() {
        return identifiers == 1 ? identifier : 0;
    }

    /** The packet is to bear this alias; 0 for none. */
    PropertyEdit toBearAlias(int number) {
        aliasToBe = number;
        return this;
    }

    /** The response topic, if there is one, is to be another. */
    PropertyEdit toAnswerTo(byte[] topic) {
        responseToBe = topic;
        return this;
    }

    /** The response topic, if there is one, is to be taken off. */
    PropertyEdit toAnswerNowhere() {
        unanswered = true;
        return this;
    }

    /** Only some user properties are to pass. */
    PropertyEdit toPass(PassingProperties some) {
        passing = some.passAll() ? null : some;
        return this;
    }

    /** Whole properties are to be added, as they stand in a packet. */
    PropertyEdit toAdd(byte[] properties) {
        added = properties;
        return this;
    }

    /** Whether the properties may be copied as they are. */
    boolean changesNothing() {
        return alias == 0
                && aliasToBe == 0
                && added.length == 0
                && (responseAt < 0 || (responseToBe == null && !unanswered))
                && (passing == null || !userProperties);
    }

    /** How many bytes the properties are to have. */
    int bytes() {
        return changesNothing() ? end - from : edit(null);
    }

    /** Writes the properties as they are to be, without their length. */
    void writeTo(ByteBuf out) {
        if (changesNothing()) {
            out.writeBytes(packet, from, end - from);
        } else {
            edit(out);
        }
    }

    /** Goes through the edited properties and returns how many bytes they have. Copies what is kept in runs. */
    private int edit(@Nullable ByteBuf out) {
        int bytes = put(out);
        int run = from;
        for (int at = from; at < end; ) {
            int next = after(at);
            boolean replaced = packet.getByte(at) == RESPONSE_TOPIC && responseToBe != null && !unanswered;
            if (replaced || !stays(at)) {
                bytes += copy(out, run, at) + (replaced ? putResponse(out) : 0);
                run = next;
            }
            at = next;
        }
        return bytes + copy(out, run, end);
    }

    private boolean stays(int at) {
        return switch (packet.getByte(at)) {
            case TOPIC_ALIAS -> false;
            case RESPONSE_TOPIC -> !unanswered;
            case USER_PROPERTY -> passing == null || passing.passes(packet, at + 3, packet.getUnsignedShort(at + 1));
            default -> true;
        };
    }

    private int put(@Nullable ByteBuf out) {
        if (out != null && aliasToBe > 0) {
            out.writeByte(TOPIC_ALIAS).writeShort(aliasToBe);
        }
        if (out != null) {
            out.writeBytes(added);
        }
        return (aliasToBe > 0 ? 3 : 0) + added.length;
    }

    private int putResponse(@Nullable ByteBuf out) {
        byte[] topic = responseToBe == null ? NOTHING : responseToBe;
        if (out != null) {
            out.writeByte(RESPONSE_TOPIC).writeShort(topic.length).writeBytes(topic);
        }
        return 3 + topic.length;
    }

    private int copy(@Nullable ByteBuf out, int begin, int until) {
        if (out != null && until > begin) {
            out.writeBytes(packet, begin, until - begin);
        }
        return until - begin;
    }
}
