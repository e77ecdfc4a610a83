package io.fairlead.relay;

import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.function.Consumer;

/**
 * Writes PUBLISH packets under other names (MQTT 5, section 3.3). Only what stands before the change is written anew; the rest
 * is a slice of the packet that came, and the payload is never copied.
 */
final class FrameWriter {

    private static final int PUBLISH = 0x30;
    private static final int MOST_BEFORE_TOPIC = 1 + 4 + 2;

    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> leg;

    /** @param leg takes the bytes, and releases them */
    FrameWriter(ByteBufAllocator allocator, Consumer<ByteBuf> leg) {
        this.allocator = allocator;
        this.leg = leg;
    }

    /**
     * Writes a packet.
     *
     * @param topic what stands in the packet's place of it, readable from index 0
     * @param topicBytes how many bytes of it: all, or 0 where an alias stands for it
     * @param properties those of the packet, with what is to be other about them
     */
    void write(PublishFrame frame, ByteBuf topic, int topicBytes, PropertyEdit properties) {
        if (!properties.changesNothing()) {
            rewritten(frame, topic, topicBytes, properties);
        } else if (isNamed(frame, topic, topicBytes)) {
            leg.accept(frame.bytes().retain());
        } else {
            renamed(frame, topic, topicBytes);
        }
    }

    private static boolean isNamed(PublishFrame frame, ByteBuf topic, int topicBytes) {
        return frame.topicBytes() == topicBytes
                && ByteBufUtil.equals(topic, 0, frame.bytes(), frame.topicAt(), topicBytes);
    }

    private void renamed(PublishFrame frame, ByteBuf topic, int topicBytes) {
        int restAt = frame.topicAt() + frame.topicBytes();
        int restBytes = frame.bytes().writerIndex() - restAt;
        ByteBuf head = allocator.buffer(MOST_BEFORE_TOPIC + topicBytes);
        writeHead(head, frame, topic, topicBytes, 2 + topicBytes + restBytes);
        leg.accept(head);
        if (restBytes > 0) {
            leg.accept(frame.bytes().retainedSlice(restAt, restBytes));
        }
    }

    private void rewritten(PublishFrame frame, ByteBuf topic, int topicBytes, PropertyEdit properties) {
        int propertyBytes = properties.bytes();
        int remaining =
                (int) PacketSizes.publishRemaining(topicBytes, frame.qos(), propertyBytes, frame.payloadBytes());
        ByteBuf head = allocator.buffer(MOST_BEFORE_TOPIC + topicBytes + 2 + 4 + propertyBytes);
        writeHead(head, frame, topic, topicBytes, remaining);
        if (frame.qos() > 0) {
            head.writeShort(frame.packetId());
        }
        writeVarInt(head, propertyBytes);
        properties.writeTo(head);
        leg.accept(head);
        if (frame.payloadBytes() > 0) {
            leg.accept(frame.bytes().retainedSlice(frame.payloadAt(), frame.payloadBytes()));
        }
    }

    private static void writeHead(ByteBuf head, PublishFrame frame, ByteBuf topic, int topicBytes, int remaining) {
        head.writeByte(PUBLISH | frame.flags());
        writeVarInt(head, remaining);
        head.writeShort(topicBytes);
        head.writeBytes(topic, 0, topicBytes);
    }

    /** MQTT 5, section 1.5.5. */
    private static void writeVarInt(ByteBuf to, int value) {
        int left = value;
        while (left > 0x7F) {
            to.writeByte((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        to.writeByte(left);
    }
}
