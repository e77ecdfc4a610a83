package io.fairlead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;

/**
 * A subscriber that speaks MQTT 3.1.1 in binary frames: connects, subscribes at QoS 0, counts. Brokers send whole packets
 * in a frame, if not always one alone; a frame that ends within a packet ends the run.
 */
final class MqttConversation implements Conversation {

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int SUBACK = 9;
    private static final int REFUSED = 0x80;

    private final Tally tally;
    private final String filter;
    private final String clientId;

    MqttConversation(Tally tally, String filter, String clientId) {
        this.tally = tally;
        this.filter = filter;
        this.clientId = clientId;
    }

    @Override
    public void begin(Channel channel) {
        send(channel, connect(clientId));
    }

    @Override
    public void onFrame(Channel channel, ByteBuf buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int body = bodyAt(buffer, at);
            int next = body + remaining(buffer, at);
            if (next > end) {
                throw new BenchException(
                        "The broker split an MQTT packet over two WebSocket frames; this is not counted.");
            }
            onPacket(channel, buffer, at, body, next - body);
            at = next;
        }
    }

    private void onPacket(Channel channel, ByteBuf buffer, int at, int body, int length) {
        int type = buffer.getByte(at) >> 4 & 0x0F;
        if (type == PUBLISH) {
            tally.message(buffer, body, length);
        } else if (type == CONNACK && buffer.getByte(body + 1) == 0) {
            send(channel, subscribe(filter));
        } else if (type == SUBACK && (buffer.getByte(body + length - 1) & REFUSED) == 0) {
            tally.subscriberReady();
        } else {
            throw new BenchException("The broker refused a subscriber, or sent an MQTT packet of type " + type + ".");
        }
    }

    private static void send(Channel channel, ByteBuf packet) {
        LoadLoop.send(channel, ClientFrames.frame(FrameReader.BINARY, packet));
    }

    /** Where the packet at {@code at} goes on behind its fixed header (MQTT 3.1.1, section 2.2.3). */
    private static int bodyAt(ByteBuf buffer, int at) {
        int body = at + 1;
        while (buffer.getByte(body) < 0) {
            body++;
        }
        return body + 1;
    }

    private static int remaining(ByteBuf buffer, int at) {
        int remaining = 0;
        for (int i = at + 1, shift = 0; ; i++, shift += 7) {
            remaining |= (buffer.getByte(i) & 0x7F) << shift;
            if (buffer.getByte(i) >= 0) {
                return remaining;
            }
        }
    }

    /** CONNECT with a clean session and no keep-alive. */
    static ByteBuf connect(String clientId) {
        byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
        return packet(0x10, 12 + id.length)
                .writeShort(4)
                .writeBytes("MQTT".getBytes(StandardCharsets.US_ASCII))
                .writeByte(4)
                .writeByte(0x02)
                .writeShort(0)
                .writeShort(id.length)
                .writeBytes(id);
    }

    private static ByteBuf subscribe(String filter) {
        byte[] name = filter.getBytes(StandardCharsets.UTF_8);
        return packet(0x82, 5 + name.length)
                .writeShort(1)
                .writeShort(name.length)
                .writeBytes(name)
                .writeByte(0);
    }

    /** PUBLISH at QoS 0. */
    static ByteBuf publish(String topic, byte[] payload) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        return packet(0x30, 2 + name.length + payload.length)
                .writeShort(name.length)
                .writeBytes(name)
                .writeBytes(payload);
    }

    private static ByteBuf packet(int first, int remaining) {
        ByteBuf packet = Unpooled.buffer(5 + remaining).writeByte(first);
        int left = remaining;
        while (left > 0x7F) {
            packet.writeByte((left & 0x7F) | 0x80);
            left >>= 7;
        }
        return packet.writeByte(left);
    }
}
