package io.fairlead.broker.packet;

import io.fairlead.broker.LinkUp;
import io.fairlead.broker.Subscription;
import io.fairlead.broker.connect.Failure;
import io.fairlead.broker.connect.NetworkFailures;
import io.fairlead.topic.TopicFilter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, from the attempt to its end: it knows packets, and nothing of sessions. It ends either by
 * {@link ConnectionListener#onEnded} or by {@link #leave}.
 */
final class Connection extends SimpleChannelInboundHandler<MqttMessage> {

    /** How long a broker may take to close after a DISCONNECT, before the client does. */
    private static final int LEAVE_SECONDS = 2;

    private final ConnectRequest request;
    private final ConnectionListener listener;
    private final Dispatch dispatch;
    private final KeepAlive keepAlive = new KeepAlive(this::ping, this::dead);
    private State state = State.OPENING;
    private @Nullable Channel channel;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean reading;

    /** OPENING until the CONNACK; LEAVING from the client's DISCONNECT until the socket is closed. */
    private enum State {
        OPENING,
        UP,
        LEAVING,
        ENDED
    }

    private Connection(ConnectRequest request, ConnectionListener listener) {
        this.request = request;
        this.listener = listener;
        this.dispatch = new Dispatch(listener, request.v5());
    }

    /** Begins to connect; called on the loop. */
    static Connection open(
            Transport transport, IoEventLoopGroup loop, ConnectRequest request, ConnectionListener listener) {
        Connection connection = new Connection(request, listener);
        ChannelFuture connecting = transport.connect(
                loop,
                request.address(),
                request.resolved(),
                new MqttDecoder(Transport.MAX_PACKET_BYTES),
                MqttEncoder.INSTANCE,
                connection);
        Channel channel = connecting.channel();
        connection.channel = channel;
        connection.timeout = channel.eventLoop()
                .schedule(
                        () -> connection.failed(new SocketTimeoutException()),
                        request.settings().connectTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        connecting.addListener((ChannelFuture done) -> {
            if (done.cause() != null) {
                connection.failed(done.cause());
            }
        });
        return connection;
    }

    // ---- What the channel tells

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(Packets.connect(request)).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
        reading = true;
        if (state == State.OPENING || state == State.UP) {
            try {
                take(packet);
            } catch (BrokerFault fault) {
                drop(fault);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        keepAlive.heard();
        context.flush();
    }

    /** What waits to be sent is bounded: nothing is read from a broker that does not read. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (state == State.LEAVING) {
            close();
        } else if (cause instanceof IOException) {
            end(NetworkFailures.closed(cause, request.address(), state == State.UP));
        } else {
            failed(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(NetworkFailures.closed(null, request.address(), state == State.UP));
    }

    // ---- What the packets say

    private void take(MqttMessage packet) {
        Dispatch.requireReadable(packet);
        if (packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
            end(ReceivedPackets.disconnected(packet, request.address()));
        } else if (state == State.UP) {
            dispatch.take(packet);
        } else if (packet instanceof MqttConnAckMessage connAck) {
            connected(connAck);
        } else {
            throw Dispatch.unexpected(packet);
        }
    }

    private void connected(MqttConnAckMessage connAck) {
        Failure refusal = ReceivedPackets.refusal(connAck, request);
        if (refusal != null) {
            end(refusal);
            return;
        }
        LinkUp up = ReceivedPackets.up(connAck, request);
        state = State.UP;
        stopTimer();
        keepAlive.start(channel().eventLoop(), ReceivedPackets.keepAliveSeconds(connAck, request));
        listener.onConnected(up, ReceivedPackets.sessionSeconds(connAck, request));
    }

    // ---- How it ends

    private void failed(Throwable cause) {
        end(NetworkFailures.unreachable(cause, request.address()));
    }

    private void dead() {
        end(new Failure(
                Failure.Kind.OTHER,
                0,
                "the broker at " + request.address()
                        + " did not answer a PINGREQ in time; check the network and the firewalls between"));
    }

    /** An answer to CONNECT that cannot be read may be that of an older version. */
    private void drop(BrokerFault fault) {
        if (request.v5() && state == State.UP) {
            send(Packets.disconnectFor(fault));
            channel().flush();
        }
        Failure.Kind kind = state == State.OPENING ? Failure.Kind.CLOSED_UNANSWERED : Failure.Kind.OTHER;
        end(new Failure(
                kind,
                0,
                "the link to the broker at " + request.address() + " was dropped: the broker sent " + fault.what()));
    }

    private void end(Failure failure) {
        if (state == State.OPENING || state == State.UP) {
            state = State.ENDED;
            stopTimer();
            keepAlive.stop();
            close();
            listener.onEnded(failure);
        }
    }

    private void stopTimer() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    /**
     * Says goodbye where there is somebody to say it to, and closes once the broker has: what was sent before has then
     * been read. Nothing is told to the listener any more.
     *
     * @param endSession whether the session is to end with it, which only MQTT 5 can say
     * @param gone called when the socket is closed
     */
    void leave(boolean endSession, Runnable gone) {
        Channel closing = channel();
        closing.closeFuture().addListener(closed -> gone.run());
        State before = state;
        state = State.LEAVING;
        stopTimer();
        keepAlive.stop();
        if (before != State.UP) {
            close();
            return;
        }
        closing.config().setAutoRead(true);
        closing.writeAndFlush(endSession && request.v5() ? Packets.disconnectAndEndSession() : Packets.disconnect())
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        ScheduledFuture<?> limit = closing.eventLoop().schedule(this::close, LEAVE_SECONDS, TimeUnit.SECONDS);
        closing.closeFuture().addListener(closed -> limit.cancel(false));
    }

    private void close() {
        ChannelFuture unused = channel().close();
    }

    /** Calls back when the socket is closed. */
    void whenClosed(Runnable gone) {
        channel().closeFuture().addListener(closed -> gone.run());
    }

    // ---- What is sent; nothing unless it is up

    void subscribe(int packetId, List<Subscription> subscriptions) {
        send(Packets.subscribe(
                packetId, subscriptions, request.v5(), request.options().retainAsPublished()));
    }

    void unsubscribe(int packetId, List<TopicFilter> filters) {
        send(Packets.unsubscribe(packetId, filters));
    }

    void pubAck(int packetId) {
        send(Packets.pubAck(packetId));
    }

    void pubRec(int packetId) {
        send(Packets.pubRec(packetId));
    }

    void pubComp(int packetId) {
        send(Packets.pubComp(packetId));
    }

    private void ping() {
        send(Packets.pingReq());
    }

    /** What is sent while packets are read goes out with one flush. */
    private void send(MqttMessage packet) {
        if (state != State.UP) {
            return;
        }
        keepAlive.sent();
        ChannelFuture writing = reading ? channel().write(packet) : channel().writeAndFlush(packet);
        writing.addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("the connection has no channel yet");
        }
        return channel;
    }
}
