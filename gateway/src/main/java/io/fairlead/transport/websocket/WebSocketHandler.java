package io.fairlead.transport.websocket;

import io.fairlead.session.Reason;
import io.fairlead.transport.ClientAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one handler of an open WebSocket: hands bytes to the frame reader, and what the frames say to the session. */
final class WebSocketHandler extends ChannelInboundHandlerAdapter implements FrameSink {
    private static final Logger log = LoggerFactory.getLogger(WebSocketHandler.class);

    private final FrameReader reader;
    private final NettyConnection connection;
    private final Heartbeat heartbeat;
    private final Heartbeats heartbeats;
    private final WebSocketSession session;
    private final int maxBytes;

    /** @param maxBytes the limit for frames once the client has shown who it is */
    WebSocketHandler(
            FrameReader reader,
            NettyConnection connection,
            Heartbeats heartbeats,
            WebSocketSession session,
            int maxBytes) {
        this.reader = reader;
        this.maxBytes = maxBytes;
        this.connection = connection;
        this.heartbeat = new Heartbeat(connection, heartbeats);
        this.heartbeats = heartbeats;
        this.session = session;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.whenListening(() -> readOn(ctx));
        heartbeats.add(heartbeat);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        ByteBuf read = (ByteBuf) bytes;
        if (!connection.isClosing()) {
            session.onRead(read.readableBytes());
        }
        reader.read(read, ctx.alloc(), this);
    }

    /** The client is listened to again: what it had sent by then comes first. */
    private void readOn(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            reader.readOn(ctx.alloc(), this);
            channelReadComplete(ctx);
        }
    }

    @Override
    public boolean isListening() {
        return connection.isListening();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!connection.isClosing()) {
            session.onReadComplete();
        }
        connection.flush();
    }

    /** A client that does not read its answers is not read from either. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.updateAutoRead();
        if (connection.isWritable() && !connection.isClosing()) {
            session.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        reader.end();
        heartbeats.remove(heartbeat);
        session.onClosed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("client connection {} broke: {}", ClientAddress.of(ctx.channel()), cause.toString());
            connection.abort();
        } else {
            log.error("the gateway failed at a client's connection, which it closes", cause);
            connection.close(Closing.of(Reason.INTERNAL));
        }
    }

    @Override
    public void onText(ByteBuf utf8) {
        heartbeat.onHeard();
        if (!connection.isClosing()) {
            session.onText(utf8);
            if (connection.visit().hasShown()) {
                reader.maxBytes(maxBytes);
            }
        }
        stopReadingIfUnread();
    }

    private void stopReadingIfUnread() {
        if (!connection.isWritable()) {
            connection.updateAutoRead();
        }
    }

    /** Answers, unless the client does not read its answers: then the latest ping's will do (RFC 6455, section 5.5.3). */
    @Override
    public void onPing(ByteBuf payload) {
        heartbeat.onHeard();
        countControlFrame();
        if (!connection.isClosing() && !connection.leavesUnread()) {
            connection.write(ControlFrames.pong(payload, payload.alloc()));
        }
        stopReadingIfUnread();
    }

    @Override
    public void onPong() {
        heartbeat.onPong();
        countControlFrame();
    }

    private void countControlFrame() {
        if (!connection.isClosing()) {
            session.onControlFrame();
        }
    }

    @Override
    public void onClose(int status) {
        connection.closeAnswering(status);
    }

    @Override
    public void onViolation(Closing closing) {
        connection.close(closing);
    }
}
