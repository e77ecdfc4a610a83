package io.fairlead.relay;

import io.fairlead.identity.Peer;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.MqttSession;
import io.fairlead.wire.mqtt.PacketSplitter;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that a test plays, and its connection: what it sends goes through the codec of real connections, and what it is sent
 * is read by another.
 */
@SuppressWarnings("FutureReturnValueIgnored") // an embedded channel takes all at once
final class PlayedClient implements MqttConnection {

    static final Peer PEER = new Peer(InetSocketAddress.createUnresolved("192.0.2.7", 50_000), "mqtt", null, null);

    private final PlayedPeer peer = new PlayedPeer();
    private final PacketSplitter splitter = PacketSplitter.ofClient(PacketSplitter.MAX_PACKET_BYTES);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final MqttSession session;
    private boolean writable = true;

    /** Whether its session does not read from it. */
    boolean paused;

    boolean closed;
    int keepAlive = -1;

    @Nullable
    MqttFault fault;

    PlayedClient(MqttSession.Factory sessions) {
        channel.freezeTime();
        session = sessions.create(this);
        channel.pipeline()
                .addLast(
                        splitter,
                        new MqttDecoder(PacketSplitter.MAX_PACKET_BYTES),
                        MqttEncoder.INSTANCE,
                        new Handler());
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            try {
                if (closed) {
                    return;
                }
                if (packet instanceof PublishFrame frame) {
                    session.onPublish(frame);
                } else if (packet instanceof MqttConnectMessage connect) {
                    session.onConnect(connect);
                } else {
                    session.onPacket((MqttMessage) packet);
                }
            } catch (MqttFault broken) {
                exceptionCaught(context, broken);
            } finally {
                ReferenceCountUtil.release(packet);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!closed) {
                session.onReadComplete();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lose();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fault = (MqttFault) cause;
            lose(fault);
        }
    }

    // ---- What the test does

    /** Sends packets with one read. */
    void send(MqttMessage... packets) {
        channel.writeInbound(peer.encode(packets));
    }

    /** What came since the last time. */
    List<MqttMessage> received() {
        run();
        channel.flush();
        List<MqttMessage> all = new ArrayList<>();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.addAll(peer.decode(bytes));
        }
        return all;
    }

    /** Closes the connection behind what it has sent. */
    void leave() {
        channel.close();
        run();
    }

    /** The connection is lost. */
    void lose() {
        lose(null);
    }

    private void lose(@Nullable MqttFault why) {
        if (!closed) {
            closed = true;
            session.onClosed(why);
        }
    }

    void drain(long closeAtMillis) {
        session.onDrain(closeAtMillis);
    }

    void setWritable(boolean takes) {
        writable = takes;
        session.onWritabilityChanged();
    }

    /** Lets time pass on the client's loop. */
    void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        run();
    }

    void run() {
        channel.runPendingTasks();
        channel.runPendingTasks();
    }

    void end() {
        lose();
        splitter.end();
        channel.finishAndReleaseAll();
        peer.end();
    }

    // ---- What the session does

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public Peer peer() {
        return PEER;
    }

    @Override
    public void write(MqttMessage packet) {
        channel.write(packet);
    }

    @Override
    public void write(ByteBuf bytes) {
        channel.write(bytes);
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void writeAhead(long bytes) {}

    @Override
    public void pauseReading(boolean pause) {
        paused = pause;
        splitter.hold(pause);
    }

    @Override
    public void keepAlive(int seconds) {
        keepAlive = seconds;
    }

    @Override
    public void close(@Nullable MqttMessage last) {
        if (!closed) {
            if (last != null) {
                channel.writeAndFlush(last);
            }
            closed = true;
            channel.eventLoop().execute(() -> session.onClosed(null));
        }
    }
}
