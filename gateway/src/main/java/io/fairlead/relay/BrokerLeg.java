package io.fairlead.relay;

import io.fairlead.broker.packet.Parting;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.PacketSplitter;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one client to the broker, as its session sees it: packets out, packets in. Nothing is told of it any more
 * once it was ended. Owned by the session's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails is told by exceptionCaught
final class BrokerLeg extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(BrokerLeg.class);

    /** What the broker does. */
    interface Listener {

        /** A PUBLISH; valid during the call only, unless it is retained. */
        void onBrokerPublish(PublishFrame publish);

        /** Any other packet. */
        void onBrokerPacket(MqttMessage packet);

        /** All that had come was handed over. */
        void onBrokerReadComplete();

        /** {@link #isWritable} has changed. */
        void onBrokerWritability();

        /** The broker sent what MQTT does not allow. The connection is still open, and nothing comes by it any more. */
        void onBrokerFault(MqttFault fault);

        /** The gateway failed; the connection is still open. */
        void onGatewayFailure();

        /** The connection is gone. */
        void onBrokerLost(@Nullable Throwable cause);
    }

    private final Listener listener;
    private final PacketSplitter splitter = PacketSplitter.ofBroker(PacketSplitter.MAX_PACKET_BYTES);
    private @Nullable Channel channel;
    private boolean over;
    private boolean unflushed;
    private int written;
    private boolean paused;

    BrokerLeg(Listener listener) {
        this.listener = listener;
    }

    /** What goes into the connection's pipeline. */
    ChannelHandler[] handlers() {
        return new ChannelHandler[] {
            splitter, new MqttDecoder(PacketSplitter.MAX_PACKET_BYTES), MqttEncoder.INSTANCE, this
        };
    }

    // ---- What the channel tells

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object packet) {
        try {
            take(packet);
        } catch (MqttFault fault) {
            fault(fault);
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private void take(Object packet) {
        if (over) {
            return;
        }
        if (packet instanceof PublishFrame frame) {
            listener.onBrokerPublish(frame);
        } else {
            MqttMessage message = (MqttMessage) packet;
            if (message.decoderResult().isFailure()) {
                throw MqttFault.malformed("a packet that is no MQTT: "
                        + message.decoderResult().cause().getMessage());
            }
            listener.onBrokerPacket(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!over) {
            listener.onBrokerReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!over) {
            listener.onBrokerWritability();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof MqttFault fault) {
            fault(fault);
        } else if (cause instanceof IOException || cause instanceof DecoderException) {
            lost(cause);
        } else {
            failed(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lost(null);
    }

    private void fault(MqttFault fault) {
        if (!over) {
            splitter.end();
            listener.onBrokerFault(fault);
        }
    }

    private void failed(Throwable failure) {
        if (!over) {
            log.error(
                    "the gateway failed (leg gateway) at a client's connection to the broker, which it closes",
                    failure);
            listener.onGatewayFailure();
        }
    }

    private void lost(@Nullable Throwable cause) {
        if (!over) {
            over = true;
            close();
            listener.onBrokerLost(cause);
        }
    }

    // ---- What the session does

    /** Says which version is spoken; with CONNECT. */
    void speaks(boolean v5) {
        splitter.speaks(v5);
    }

    ByteBufAllocator allocator() {
        return channel().alloc();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    /** Writes a packet. It leaves with the next {@link #flush}. */
    void write(MqttMessage packet) {
        if (over) {
            ReferenceCountUtil.release(packet);
            return;
        }
        unflushed = true;
        written++;
        channel().write(packet, channel().voidPromise());
    }

    /** Writes bytes of whole packets, and releases them. */
    void write(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        unflushed = true;
        written++;
        channel().write(bytes, channel().voidPromise());
    }

    /** Changes with each write. */
    int written() {
        return written;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            channel().flush();
        }
    }

    /** Stops reading from the broker, or goes on. */
    void pauseReading(boolean pause) {
        if (paused != pause && !over) {
            paused = pause;
            splitter.hold(pause);
            channel().config().setAutoRead(!pause);
        }
    }

    // ---- How it ends

    /** Says goodbye, and closes once the broker has: what was sent before has then been read. */
    void leave(MqttMessage disconnect) {
        if (!over) {
            write(disconnect);
            cut();
        }
    }

    /** Ends without a goodbye, so that the broker publishes the will; what was written before is sent first. */
    void cut() {
        if (!over) {
            over = true;
            splitter.end();
            Parting.from(channel());
        }
    }

    private void close() {
        ChannelFuture unused = channel().close();
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("the broker was not reached yet");
        }
        return channel;
    }
}
