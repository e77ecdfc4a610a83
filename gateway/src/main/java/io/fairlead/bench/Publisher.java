package io.fairlead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.CharsetUtil;
import java.util.function.Consumer;

/** One connection that messages are published on. Used on the load loop alone. */
final class Publisher {

    private final Channel channel;
    private final Encoding encoding;

    /** How a payload becomes what is written. */
    interface Encoding {
        ByteBuf encode(byte[] payload);
    }

    /** Takes a connection that may publish from now on. */
    Publisher(Channel channel, Encoding encoding) {
        this.channel = channel;
        this.encoding = encoding;
    }

    void publish(byte[] payload) {
        LoadLoop.send(channel, encoding.encode(payload));
    }

    /** A publish of Fairlead's JSON protocol at QoS 0, which is only answered if it fails. */
    static ByteBuf json(String channel, byte[] payload) {
        String command = "{\"type\":\"publish\",\"channel\":\"" + channel + "\",\"qos\":0,\"data\":"
                + new String(payload, CharsetUtil.UTF_8) + "}";
        return ClientFrames.frame(FrameReader.TEXT, Unpooled.copiedBuffer(command, CharsetUtil.UTF_8));
    }

    /** A publisher's side of a WebSocket: may publish once it is upgraded, and hears only complaints. */
    record Talking(Runnable ready) implements Conversation {

        @Override
        public void begin(Channel channel) {
            ready.run();
        }

        @Override
        public void onFrame(Channel channel, ByteBuf buffer, int offset, int length) {
            String text = buffer.toString(offset, length, CharsetUtil.UTF_8);
            if (text.startsWith("{\"type\":\"error\"")) {
                throw new BenchException("The gateway refused a publish: " + text);
            }
        }
    }

    /** A publisher's side of MQTT 3.1.1 over TCP: may publish once the broker accepted it. */
    static final class MqttHandler extends ChannelInboundHandlerAdapter {

        private final Runnable ready;
        private final Consumer<Throwable> onFailure;

        MqttHandler(Runnable ready, Consumer<Throwable> onFailure) {
            this.ready = ready;
            this.onFailure = onFailure;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            LoadLoop.send(ctx.channel(), MqttConversation.connect("fairlead-bench-publisher"));
        }

        /** The only packet to a publisher at QoS 0 is CONNACK, whose fourth byte is the answer. */
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf packet = (ByteBuf) message;
            try {
                if (packet.readableBytes() < 4 || packet.getByte(packet.readerIndex() + 3) != 0) {
                    onFailure.accept(new BenchException("The broker refused the publisher's connection."));
                    return;
                }
                ready.run();
            } finally {
                packet.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            onFailure.accept(cause);
            LoadLoop.close(ctx.channel());
        }
    }
}
