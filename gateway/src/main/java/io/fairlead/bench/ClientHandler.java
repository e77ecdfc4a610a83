package io.fairlead.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.CharsetUtil;
import java.net.URI;
import java.util.function.Consumer;

/** A WebSocket client that hands the frames it gets to a conversation. */
final class ClientHandler extends ChannelInboundHandlerAdapter {

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final URI url;
    private final String subprotocol;
    private final Conversation conversation;
    private final Consumer<Throwable> onFailure;
    private final StringBuilder head = new StringBuilder();
    private boolean upgraded;
    private boolean closing;
    private FrameReader frames = new FrameReader((opcode, buffer, offset, length) -> {});

    ClientHandler(URI url, String subprotocol, Conversation conversation, Consumer<Throwable> onFailure) {
        this.url = url;
        this.subprotocol = subprotocol;
        this.conversation = conversation;
        this.onFailure = onFailure;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        frames = new FrameReader((opcode, buffer, offset, length) -> onFrame(ctx, opcode, buffer, offset, length));
        LoadLoop.send(ctx.channel(), ClientFrames.upgrade(url, subprotocol));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        try {
            if (upgraded || upgrade(ctx, data)) {
                frames.read(data, ctx.alloc());
            }
        } finally {
            data.release();
        }
    }

    /** Takes the response's head off {@code data}; whether all of it was there. */
    private boolean upgrade(ChannelHandlerContext ctx, ByteBuf data) {
        while (data.isReadable()) {
            head.append((char) data.readByte());
            if (head.length() >= END_OF_HEAD.length()
                    && head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) >= 0) {
                return begin(ctx);
            }
        }
        return false;
    }

    private boolean begin(ChannelHandlerContext ctx) {
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new BenchException(
                    "The server refused the upgrade at " + url + ": " + head.substring(0, head.indexOf("\r\n")));
        }
        upgraded = true;
        head.setLength(0);
        head.trimToSize();
        conversation.begin(ctx.channel());
        return true;
    }

    private void onFrame(ChannelHandlerContext ctx, int opcode, ByteBuf buffer, int offset, int length) {
        if (opcode == FrameReader.TEXT || opcode == FrameReader.BINARY) {
            conversation.onFrame(ctx.channel(), buffer, offset, length);
        } else if (opcode == FrameReader.PING) {
            LoadLoop.send(ctx.channel(), ClientFrames.frame(ClientFrames.PONG, buffer.slice(offset, length)));
        } else if (opcode == FrameReader.CLOSE) {
            throw new BenchException("The server closed a connection: " + closeReason(buffer, offset, length));
        }
    }

    private static String closeReason(ByteBuf buffer, int offset, int length) {
        return length < 2
                ? "without a reason"
                : buffer.getUnsignedShort(offset) + " " + buffer.toString(offset + 2, length - 2, CharsetUtil.UTF_8);
    }

    /** From now on the end of the connection is no failure. */
    void closing() {
        closing = true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        frames.release();
        frames = new FrameReader((opcode, buffer, offset, length) -> {});
        if (!closing) {
            onFailure.accept(new BenchException("The server at " + url + " closed a connection without saying why."));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        closing = true;
        onFailure.accept(cause);
        LoadLoop.close(ctx.channel());
    }
}
