package io.fairlead.admission;

import io.fairlead.session.Reply;
import io.fairlead.wire.json.JsonWire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/**
 * What the gateway tells an MQTT client of its own accord: PUBLISH packets of QoS 0 on {@link Renewals#NOTICE_TOPIC}, whose payload
 * is the JSON frame that other clients get. Thread-safe.
 */
public final class Notices {

    private static final int PUBLISH = 0x30;
    private static final int TOPIC_BYTES = Renewals.NOTICE_TOPIC.length();
    private static final JsonWire JSON = new JsonWire();

    private Notices() {}

    /** The packet, whole. The caller owns the buffer. */
    public static ByteBuf packet(Reply reply, boolean v5, ByteBufAllocator allocator) {
        ByteBuf json = JSON.encode(reply, allocator);
        try {
            int remaining = 2 + TOPIC_BYTES + (v5 ? 1 : 0) + json.readableBytes();
            ByteBuf packet = allocator.ioBuffer(5 + remaining);
            packet.writeByte(PUBLISH);
            writeVarInt(packet, remaining);
            packet.writeShort(TOPIC_BYTES);
            ByteBufUtil.writeAscii(packet, Renewals.NOTICE_TOPIC);
            if (v5) {
                packet.writeByte(0);
            }
            return packet.writeBytes(json);
        } finally {
            json.release();
        }
    }

    /** MQTT 5, section 1.5.5. */
    private static void writeVarInt(ByteBuf out, int value) {
        int left = value;
        while (left > 0x7F) {
            out.writeByte((left & 0x7F) | 0x80);
            left >>= 7;
        }
        out.writeByte(left);
    }
}
