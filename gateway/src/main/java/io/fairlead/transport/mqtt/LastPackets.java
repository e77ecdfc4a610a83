package io.fairlead.transport.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * The packets with which the gateway ends a connection by itself. Written by hand, since Netty's encoder knows the version
 * only of a CONNECT that it has read.
 */
final class LastPackets {
    private static final int CONNACK = 0x20;
    private static final int DISCONNECT = 0xE0;
    private static final int REASON_STRING = 0x1F;

    /** The most bytes of a reason: with it, every length of the packet fits in two bytes. */
    private static final int MAX_REASON_BYTES = 1_024;

    private LastPackets() {}

    /** MQTT 3.1.1, section 3.2: refused, with a return code. */
    static ByteBuf connAck311(ByteBufAllocator allocator, int code) {
        return allocator.buffer(4).writeByte(CONNACK).writeByte(2).writeByte(0).writeByte(code);
    }

    /**
     * MQTT 5, section 3.2: refused.
     *
     * @param maxBytes the largest packet the client takes: if need be the reason is left out (section 3.2.2.3.9)
     */
    static ByteBuf connAck(ByteBufAllocator allocator, int code, String why, long maxBytes) {
        byte[] reason = reason(why);
        ByteBuf packet = begin(allocator, CONNACK, 2, reason).writeByte(0).writeByte(code);
        properties(packet, reason);
        if (packet.readableBytes() > maxBytes) {
            packet.clear()
                    .writeByte(CONNACK)
                    .writeByte(3)
                    .writeByte(0)
                    .writeByte(code)
                    .writeByte(0);
        }
        return packet;
    }

    /**
     * MQTT 5, section 3.14.
     *
     * @param maxBytes the largest packet the client takes: if need be the reason is left out (section 3.14.2.2.3)
     */
    static ByteBuf disconnect(ByteBufAllocator allocator, int code, String why, long maxBytes) {
        byte[] reason = reason(why);
        ByteBuf packet = properties(begin(allocator, DISCONNECT, 1, reason).writeByte(code), reason);
        if (packet.readableBytes() > maxBytes) {
            packet.clear().writeByte(DISCONNECT).writeByte(1).writeByte(code);
        }
        return packet;
    }

    private static byte[] reason(String why) {
        byte[] reason = why.getBytes(StandardCharsets.UTF_8);
        return reason.length > MAX_REASON_BYTES ? new byte[0] : reason;
    }

    private static ByteBuf begin(ByteBufAllocator allocator, int first, int header, byte[] reason) {
        int properties = propertyBytes(reason);
        int remaining = header + varIntBytes(properties) + properties;
        ByteBuf packet = allocator.buffer(remaining + 3).writeByte(first);
        return writeVarInt(packet, remaining);
    }

    private static ByteBuf properties(ByteBuf packet, byte[] reason) {
        writeVarInt(packet, propertyBytes(reason));
        return reason.length == 0
                ? packet
                : packet.writeByte(REASON_STRING).writeShort(reason.length).writeBytes(reason);
    }

    private static int propertyBytes(byte[] reason) {
        return reason.length == 0 ? 0 : 3 + reason.length;
    }

    private static int varIntBytes(int value) {
        return value < 0x80 ? 1 : 2;
    }

    private static ByteBuf writeVarInt(ByteBuf packet, int value) {
        return value < 0x80
                ? packet.writeByte(value)
                : packet.writeByte((value & 0x7F) | 0x80).writeByte(value >> 7);
    }
}
