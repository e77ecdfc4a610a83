package io.fairlead.wire.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A splitter, with Netty's decoder behind it, that writes down what comes out, and holds that one packet is one message. */
final class PacketLine implements AutoCloseable {
    final List<String> seen = new ArrayList<>();
    final List<Throwable> faults = new ArrayList<>();

    private final Tap tap = new Tap();
    private final EmbeddedChannel channel;

    private final ByteBufAllocator allocator;

    PacketLine(PacketSplitter splitter) {
        this(splitter, PooledByteBufAllocator.DEFAULT);
    }

    /** One whose buffers come from elsewhere. */
    PacketLine(PacketSplitter splitter, ByteBufAllocator allocator) {
        this.allocator = allocator;
        channel = new EmbeddedChannel(splitter, tap, new MqttDecoder(1 << 20, Integer.MAX_VALUE), new End());
        channel.config().setAllocator(allocator);
    }

    /** Makes the decoder read this version, as one behind a broker's packets learns it from the CONNECT that was sent. */
    void forVersion(String version) {
        channel.attr(AttributeKey.<MqttVersion>valueOf("NETTY_CODEC_MQTT_VERSION"))
                .set(version.equals("5") ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1);
    }

    void read(byte[] bytes) {
        read(bytes, 0, bytes.length);
    }

    void read(byte[] bytes, int from, int size) {
        ByteBuf in = allocator.buffer(size).writeBytes(bytes, from, size);
        channel.writeInbound(in);
        if (in.refCnt() != 0 && faults.isEmpty()) {
            faults.add(new AssertionError("what was read is still held"));
        }
    }

    /** The packets that did not give exactly one message that could be read. */
    List<String> unread() {
        return tap.unread;
    }

    @Nullable
    MqttFault fault() {
        return faults.size() == 1 && faults.get(0) instanceof MqttFault fault ? fault : null;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    /** Between the splitter and Netty's decoder. */
    private final class Tap extends ChannelInboundHandlerAdapter {
        final List<String> unread = new ArrayList<>();
        int messages;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
            ByteBuf bytes = packet instanceof PublishFrame frame ? frame.bytes() : (ByteBuf) packet;
            String hex = ByteBufUtil.hexDump(bytes);
            seen.add(hex);
            messages = 0;
            ctx.fireChannelRead(packet);
            if (messages != 1) {
                unread.add(hex);
            }
        }
    }

    private final class End extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            boolean bad =
                    message instanceof MqttMessage read && read.decoderResult().isFailure();
            tap.messages += bad ? 0 : 1;
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            faults.add(cause);
        }
    }
}
