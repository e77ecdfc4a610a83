package io.fairlead.relay;

import io.fairlead.broker.packet.Dialer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker that a test plays, which is dialled once. */
@SuppressWarnings("FutureReturnValueIgnored") // an embedded channel closes at once
final class PlayedBroker implements Dialer {

    private PlayedPeer peer = new PlayedPeer();
    private @Nullable Listener listener;
    private ChannelHandler[] handlers = {};
    private @Nullable EmbeddedChannel channel;

    /** Whether the dialling was given up. */
    boolean cancelled;

    @Override
    public Dialing dial(IoEventLoopGroup loop, Listener told, ChannelHandler... added) {
        listener = told;
        handlers = added;
        return () -> cancelled = true;
    }

    boolean isDialled() {
        return listener != null;
    }

    /** Answers the dialling. */
    void open() {
        EmbeddedChannel opened = new EmbeddedChannel(handlers);
        opened.freezeTime();
        channel = opened;
        Objects.requireNonNull(listener).onOpen(opened);
    }

    void refuseToOpen(String why) {
        Objects.requireNonNull(listener).onFailed(why);
    }

    /** Sends packets with one read. */
    void send(MqttMessage... packets) {
        channel().writeInbound(peer.encode(packets));
    }

    void sendBytes(ByteBuf bytes) {
        channel().writeInbound(bytes);
    }

    /** What came since the last time. */
    List<MqttMessage> received() {
        List<MqttMessage> all = new ArrayList<>();
        for (ByteBuf bytes = channel().readOutbound();
                bytes != null;
                bytes = channel().readOutbound()) {
            all.addAll(peer.decode(bytes));
        }
        return all;
    }

    /** What was written and not flushed leaves. */
    void flush() {
        channel().flush();
    }

    /** Says whether the broker's socket takes what is written. */
    void setWritable(boolean takes) {
        ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
        buffer.setUserDefinedWritability(1, takes);
        channel().runPendingTasks();
    }

    boolean isRead() {
        return channel().config().isAutoRead();
    }

    boolean isClosed() {
        channel().runPendingTasks();
        return !channel().isOpen();
    }

    void close() {
        channel().close();
        channel().runPendingTasks();
    }

    void pass(long millis) {
        channel().advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel().runPendingTasks();
    }

    void end() {
        if (channel != null) {
            channel.finishAndReleaseAll();
        }
        peer.end();
    }

    private EmbeddedChannel channel() {
        return Objects.requireNonNull(channel, "the broker was not dialled, or has not answered");
    }
}
