package io.fairlead.transport.websocket;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.session.Effect;
import io.fairlead.session.Handshake;
import io.fairlead.session.Reason;
import io.fairlead.wire.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket door of one event loop: what a connection becomes once its HTTP handshake is answered. Used on its loop
 * only.
 */
public final class WebSocketDoor {
    /** What a refused connection has in place of a session: nobody listens. */
    private static final WebSocketSession NOBODY = new Nobody();

    private final int maxBytes;
    private final WireFormat format;
    private final ReplyEncoder replies;
    private final WebSocketSession.Factory sessions;
    private final Heartbeats heartbeats;
    /** What who comes now is told, once the door is shut. */
    private @Nullable Supplier<Effect.Close> shut;

    /**
     * A door.
     *
     * @param maxBytes the largest text message a client may send, in bytes; at most {@link #MAX_MESSAGE_BYTES}
     * @param pingMillis how long an idle connection goes without a ping
     */
    public WebSocketDoor(
            EventLoop loop,
            int maxBytes,
            long pingMillis,
            WireFormat format,
            ReplyEncoder replies,
            WebSocketSession.Factory sessions) {
        this.maxBytes = maxBytes;
        this.format = format;
        this.replies = replies;
        this.sessions = sessions;
        this.heartbeats = new Heartbeats(loop, pingMillis);
    }

    /** The largest limit for a text message. */
    public static final int MAX_MESSAGE_BYTES = FrameReader.MAX_FRAME_BYTES;

    /** Takes a connection whose handshake is answered: from now on its bytes are frames. Once shut, it is closed at once. */
    public void open(Channel channel, Handshake handshake) {
        if (shut != null) {
            refuse(channel, Closing.of(shut.get()));
            return;
        }
        var connection = new NettyConnection(channel, format, replies, sessions::closing);
        WebSocketSession session = sessions.create(connection);
        boolean unknown = handshake.token() == null && handshake.channels().isEmpty();
        int atFirst = unknown ? Math.min(maxBytes, connection.visit().mostBytesBefore()) : maxBytes;
        addHandler(channel, connection, session, atFirst);
        session.onOpen(handshake);
        connection.flush();
    }

    /** Takes a connection whose handshake is answered, only to close it with a code and a reason. */
    public void refuse(Channel channel, Reason reason, String why) {
        refuse(channel, Closing.of(reason, why));
    }

    /** The same as a session would close it. */
    public void refuse(Channel channel, Effect.Close why) {
        refuse(channel, Closing.of(why));
    }

    private void refuse(Channel channel, Closing why) {
        var connection = new NettyConnection(channel, format, replies, sessions::closing);
        addHandler(channel, connection, NOBODY, maxBytes);
        connection.close(why);
    }

    private void addHandler(
            Channel channel, NettyConnection connection, WebSocketSession session, int maxBytesAtFirst) {
        connection.visit().heldBy(connection);
        FrameReader reader = new FrameReader(maxBytesAtFirst);
        var handler = new WebSocketHandler(reader, connection, heartbeats, session, maxBytes);
        channel.pipeline().addLast(handler);
    }

    /** How many connections are open here. */
    public int size() {
        return heartbeats.size();
    }

    /** Does something with every open connection. */
    public void forEach(Consumer<ClientConnection> action) {
        heartbeats.forEach(action::accept);
    }

    /**
     * Takes no more connections: who asks for a WebSocket from now on gets it only to be told why not.
     *
     * @param reasons says for each what it is told
     */
    public void shut(Supplier<Effect.Close> reasons) {
        shut = reasons;
    }

    /**
     * Closes every connection and ends the pings; who still comes is closed too.
     *
     * @param reasons says for each connection what it is told
     * @param closed called once the last connection is gone
     */
    public void close(Supplier<Effect.Close> reasons, Runnable closed) {
        shut(reasons);
        heartbeats.forEach(connection -> connection.close(Closing.of(reasons.get())));
        heartbeats.stop(closed);
    }

    private static final class Nobody implements WebSocketSession {
        @Override
        public void onOpen(Handshake handshake) {}

        @Override
        public void onText(ByteBuf utf8) {}

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosed() {}
    }
}
