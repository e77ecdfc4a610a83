package io.fairlead.transport.mqtt;

import io.fairlead.identity.Peer;
import io.fairlead.session.Reason;
import io.fairlead.shares.Turnaway;
import io.fairlead.shares.Violation;
import io.fairlead.shares.Visit;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.MqttSession;
import io.fairlead.wire.mqtt.PacketSplitter;
import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last handler of a client's connection: hands packets to its session, and answers what was wrong with them. */
@SuppressWarnings("FutureReturnValueIgnored") // closing ends in channelInactive
final class MqttHandler extends ChannelInboundHandlerAdapter implements Visit.Holder {
    private static final Logger log = LoggerFactory.getLogger(MqttHandler.class);

    private final MqttDoor door;
    private final NettyMqttConnection connection;
    private final Liveness liveness;
    private final Answers answers;
    private final PacketSplitter splitter;

    // From CONNECT to the end.
    private @Nullable MqttSession session;

    MqttHandler(MqttDoor door, Channel channel, Peer peer, PacketSplitter splitter) {
        this.door = door;
        this.liveness = new Liveness(this, door.deadlines(), door.settings().connectTimeoutMillis());
        this.connection = new NettyMqttConnection(channel, peer, splitter, liveness, this::leaveSession);
        this.answers = new Answers(connection, splitter, channel.alloc());
        this.splitter = splitter;
        connection.visit().heldBy(this);
    }

    NettyMqttConnection connection() {
        return connection;
    }

    @Override
    public long pendingBytes() {
        return connection.pendingBytes();
    }

    /** One that was silent is not waited for: its place is wanted. */
    @Override
    public void shed(Turnaway why) {
        if (connection.visit().hasShown()) {
            turnAway(why);
        } else {
            door.meters().closed(why.reason());
            connection.cut();
        }
    }

    boolean isReadingPaused() {
        return connection.isReadingPaused();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.writeFrom(ctx.pipeline().context(MqttEncoder.class));
        liveness.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        try {
            if (!connection.isClosing()) {
                liveness.onHeard();
                handle(packet);
            }
        } catch (MqttFault fault) {
            fail(fault);
        } catch (RuntimeException failure) {
            failHere(failure);
        } finally {
            ReferenceCountUtil.release(packet);
        }
        if (!connection.isWritable()) {
            connection.updateReading();
        }
    }

    private void handle(Object packet) {
        MqttSession behind = session;
        if (packet instanceof PublishFrame publish && behind != null) {
            behind.onPublish(publish);
        } else {
            handleOther((MqttMessage) packet, behind);
        }
    }

    private void handleOther(MqttMessage packet, @Nullable MqttSession behind) {
        if (packet.decoderResult().isFailure()) {
            throw MqttFault.malformed("a packet that cannot be read: "
                    + packet.decoderResult().cause().getMessage());
        }
        if (packet instanceof MqttConnectMessage connect) {
            onConnect(connect);
        } else if (behind != null) {
            behind.onPacket(packet);
        }
    }

    private void onConnect(MqttConnectMessage connect) {
        answers.heed(connect.variableHeader().properties());
        splitter.maxPacketBytes(door.settings().maxPacketBytes());
        Reason shut = door.whyShut();
        if (shut != null) {
            close(shut);
            return;
        }
        Turnaway turnedAway = connection.visit().turnedAway();
        if (turnedAway != null) {
            turnAway(turnedAway);
            return;
        }
        liveness.keepAlive(connect.variableHeader().keepAliveTimeSeconds());
        MqttSession opened = door.sessions().create(connection);
        session = opened;
        opened.onConnect(connect);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        tell(MqttSession::onReadComplete);
        connection.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.updateReading();
        tell(MqttSession::onWritabilityChanged);
    }

    /** Tells the session, at most once, that the node goes down; a connection without one is closed. */
    void drain(long closeAtMillis) {
        if (session == null) {
            close(Reason.DRAINING);
        }
        tell(behind -> behind.onDrain(closeAtMillis));
    }

    /** Calls the session; what it throws costs its client alone. */
    private void tell(Consumer<MqttSession> what) {
        MqttSession behind = session;
        if (behind == null || connection.isClosing()) {
            return;
        }
        try {
            what.accept(behind);
        } catch (MqttFault fault) {
            fail(fault);
        } catch (RuntimeException failure) {
            failHere(failure);
        }
    }

    /** The client has been silent for too long. */
    void onSilence() {
        if (session == null) {
            close(Reason.CONNECT_TIMEOUT);
            return;
        }
        door.meters().closed(connection.isWritable() ? Reason.HEARTBEAT_TIMEOUT : Reason.SLOW_CONSUMER);
        end(new MqttFault(
                MqttFault.KEEP_ALIVE_TIMEOUT, "nothing came for one and a half times as long as the keep-alive"));
    }

    /** Closes for the gateway's own reason. */
    void close(Reason reason) {
        if (!connection.isClosing()) {
            door.meters().closed(reason);
            connection.closeWith(answers.of(reason));
        }
    }

    private void turnAway(Turnaway why) {
        if (!connection.isClosing()) {
            door.meters().closed(why.reason());
            connection.closeWith(answers.of(why));
        }
    }

    private void fail(MqttFault fault) {
        if (!connection.isClosing()) {
            note(fault);
            door.meters().mqttFault(fault.word());
            door.faults().write(connection.peer(), fault, door.deadlines().now());
        }
        end(fault);
    }

    /** A client of another version, or with a name that is none, is mistaken and does no harm. */
    private void note(MqttFault fault) {
        if (fault.code() != MqttFault.UNSUPPORTED_VERSION && fault.code() != MqttFault.CLIENT_ID_INVALID) {
            connection.visit().note(Violation.BAD_FRAMES);
        }
    }

    private void end(MqttFault fault) {
        MqttSession left = session;
        session = null;
        connection.closeWith(answers.of(fault));
        leave(left, fault);
    }

    private void failHere(Throwable failure) {
        log.error(
                "the gateway failed (leg gateway) at the connection of {} on listener {}, which it closes",
                connection.peer().address(),
                connection.peer().listener(),
                failure);
        close(Reason.INTERNAL);
    }

    private void leaveSession() {
        MqttSession left = session;
        session = null;
        leave(left, null);
    }

    private static void leave(@Nullable MqttSession left, @Nullable MqttFault fault) {
        if (left == null) {
            return;
        }
        try {
            left.onClosed(fault);
        } catch (RuntimeException failure) {
            log.error("the gateway failed (leg gateway) at the end of a client's session", failure);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.onGone();
        liveness.end();
        leaveSession();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof MqttFault fault) {
            fail(fault);
        } else if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            log.debug("client connection {} broke: {}", connection.peer().address(), cause.toString());
            ctx.close();
        } else {
            failHere(cause);
        }
    }
}
