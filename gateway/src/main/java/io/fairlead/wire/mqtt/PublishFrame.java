package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A whole PUBLISH packet where it lies (MQTT 5, section 3.3), so that who passes it on touches its topic and not its payload.
 * Made by {@link #read}; counted by reference, as its bytes are.
 */
public final class PublishFrame implements ReferenceCounted {

    private static final int PUBLISH = 3;

    private final ByteBuf bytes;
    private final int topicAt;
    private final int topicBytes;
    private final int packetId;
    private final int propertiesAt;
    private final int payloadAt;
    private final boolean v5;

    private PublishFrame(
            ByteBuf bytes, int topicAt, int topicBytes, int packetId, int propertiesAt, int payloadAt, boolean v5) {
        this.bytes = bytes;
        this.topicAt = topicAt;
        this.topicBytes = topicBytes;
        this.packetId = packetId;
        this.propertiesAt = propertiesAt;
        this.payloadAt = payloadAt;
        this.v5 = v5;
    }

    /** Whether a packet's first byte says PUBLISH. */
    public static boolean is(byte first) {
        return (first >> 4 & 0xF) == PUBLISH;
    }

    /**
     * Finds out where what lies in a PUBLISH. The frame owns the bytes then.
     *
     * @param packet exactly one packet, from its reader index on
     * @throws MqttFault if its lengths do not fit into each other, or QoS is 3; the bytes are then still the caller's
     */
    public static PublishFrame read(ByteBuf packet, boolean v5) {
        int at = packet.readerIndex();
        int end = packet.writerIndex();
        int qos = packet.getByte(at) >> 1 & 3;
        if (qos == 3) {
            throw MqttFault.malformed("a PUBLISH with QoS 3");
        }
        int topicLengthAt = afterVarInt(packet, at + 1, end);
        int topicAt = within(topicLengthAt + 2, end);
        int topicBytes = packet.getUnsignedShort(topicLengthAt);
        int next = within(topicAt + topicBytes, end);
        int packetId = 0;
        if (qos > 0) {
            packetId = packet.getUnsignedShort(within(next + 2, end) - 2);
            next += 2;
        }
        int propertiesAt = next;
        if (v5) {
            propertiesAt = afterVarInt(packet, next, end);
            next = within(propertiesAt + varInt(packet, next), end);
        }
        return new PublishFrame(packet, topicAt, topicBytes, packetId, propertiesAt, next, v5);
    }

    private static int within(int index, int end) {
        if (index > end) {
            throw MqttFault.malformed("a PUBLISH that ends before what it announces");
        }
        return index;
    }

    /** MQTT 5, section 1.5.5. */
    private static int afterVarInt(ByteBuf packet, int at, int end) {
        for (int i = 0; i < 4; i++) {
            if (packet.getByte(within(at + i + 1, end) - 1) >= 0) {
                return at + i + 1;
            }
        }
        throw MqttFault.malformed("a length of more than four bytes");
    }

    private static int varInt(ByteBuf packet, int at) {
        int value = 0;
        for (int i = 0; ; i++) {
            byte one = packet.getByte(at + i);
            value |= (one & 0x7F) << (7 * i);
            if (one >= 0) {
                return value;
            }
        }
    }

    /** The whole packet; not to be moved or released by who looks at it. */
    public ByteBuf bytes() {
        return bytes;
    }

    public boolean isV5() {
        return v5;
    }

    /** The flags of the fixed header: DUP, QoS and RETAIN. */
    public int flags() {
        return bytes.getByte(bytes.readerIndex()) & 0xF;
    }

    public int qos() {
        return flags() >> 1 & 3;
    }

    public boolean isDup() {
        return (flags() & 8) != 0;
    }

    public boolean isRetain() {
        return (flags() & 1) != 0;
    }

    /** Where the topic's bytes begin in {@link #bytes}. */
    public int topicAt() {
        return topicAt;
    }

    /** How many bytes the topic has; 0 where an alias stands for it. */
    public int topicBytes() {
        return topicBytes;
    }

    /** The topic; empty where an alias stands for it. Its UTF-8 has been checked by who checks packets. */
    public String topic() {
        return bytes.toString(topicAt, topicBytes, StandardCharsets.UTF_8);
    }

    /** 0 for QoS 0. */
    public int packetId() {
        return packetId;
    }

    /** Where the properties begin, behind their length; where the payload begins in MQTT 3.1.1. */
    public int propertiesAt() {
        return propertiesAt;
    }

    /** How many bytes the properties have. */
    public int propertiesBytes() {
        return payloadAt - propertiesAt;
    }

    public int payloadAt() {
        return payloadAt;
    }

    public int payloadBytes() {
        return bytes.writerIndex() - payloadAt;
    }

    @Override
    public int refCnt() {
        return bytes.refCnt();
    }

    @Override
    public PublishFrame retain() {
        bytes.retain();
        return this;
    }

    @Override
    public PublishFrame retain(int increment) {
        bytes.retain(increment);
        return this;
    }

    @Override
    public PublishFrame touch() {
        bytes.touch();
        return this;
    }

    @Override
    public PublishFrame touch(@Nullable Object hint) {
        bytes.touch(hint);
        return this;
    }

    @Override
    public boolean release() {
        return bytes.release();
    }

    @Override
    public boolean release(int decrement) {
        return bytes.release(decrement);
    }
}
