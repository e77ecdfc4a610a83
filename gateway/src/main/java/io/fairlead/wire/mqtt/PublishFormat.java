package io.fairlead.wire.mqtt;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages as PUBLISH packets (MQTT 5, section 3.3): one format for each version, for the QoS a subscription was granted, and for
 * whether it wants RETAIN as it was published. All who have the same share one packet; with QoS 1 its packet identifier is 0,
 * and {@link SharedPublish} gives each receiver its own.
 */
public final class PublishFormat implements WireFormat {

    private static final int PUBLISH = 0x30;
    private static final int RETAIN = 1;

    private static final List<PublishFormat> ALL = all();

    private final boolean v5;
    private final Qos most;
    private final boolean asPublished;

    private PublishFormat(boolean v5, Qos most, boolean asPublished) {
        this.v5 = v5;
        this.most = most;
        this.asPublished = asPublished;
    }

    private static List<PublishFormat> all() {
        List<PublishFormat> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(new PublishFormat((i & 4) != 0, Qos.of(i & 1), (i & 2) != 0));
        }
        return List.copyOf(all);
    }

    /**
     * The format of a subscription.
     *
     * @param most the QoS it was granted; more than 1 counts as 1
     * @param asPublished whether live messages bear RETAIN as they were published with; only MQTT 5 has that
     */
    public static PublishFormat of(boolean v5, Qos most, boolean asPublished) {
        int qos = Math.min(1, most.level());
        return ALL.get((v5 ? 4 : 0) + (v5 && asPublished ? 2 : 0) + qos);
    }

    /** Whether its packets bear packet identifiers, as far as their messages have that QoS. */
    public boolean isAcknowledged() {
        return most != Qos.AT_MOST_ONCE;
    }

    @Override
    public ByteBuf encode(OutgoingMessage outgoing, ByteBufAllocator allocator) {
        Message message = outgoing.message();
        int qos = Math.min(most.level(), message.qos().level());
        int topicBytes = ByteBufUtil.utf8Bytes(outgoing.channel());
        int properties = v5 ? PublishPropertiesWriter.bytes(outgoing) : 0;
        int remaining = 2
                + topicBytes
                + (qos > 0 ? 2 : 0)
                + (v5 ? VarInt.bytes(properties) + properties : 0)
                + message.payload().length;

        ByteBuf packet = allocator.ioBuffer(1 + VarInt.bytes(remaining) + remaining);
        packet.writeByte(PUBLISH | (qos << 1) | (bearsRetain(outgoing) ? RETAIN : 0));
        VarInt.write(packet, remaining);
        packet.writeShort(topicBytes);
        ByteBufUtil.writeUtf8(packet, outgoing.channel());
        if (qos > 0) {
            packet.writeShort(0);
        }
        if (v5) {
            VarInt.write(packet, properties);
            PublishPropertiesWriter.write(packet, outgoing);
        }
        return packet.writeBytes(message.payload());
    }

    /** A replay always does; a live message where its subscription wants to know (MQTT 5, section 3.3.1.3). */
    private boolean bearsRetain(OutgoingMessage outgoing) {
        return outgoing.pos() < 0 || (asPublished && outgoing.message().retain());
    }

    @Override
    public String toString() {
        return "PUBLISH of MQTT " + (v5 ? "5" : "3.1.1") + ", QoS " + most.level()
                + (asPublished ? ", as published" : "");
    }
}
