package io.fairlead.it.lost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;

/** One WebSocket to a gateway, as a page has it. What comes goes to its listener, one call after the other. */
final class PageSocket implements AutoCloseable {

    /** The code of an end that nobody announced. */
    static final int ABNORMAL = 1006;

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int LARGEST_FRAME = 1 << 20;

    private static final MultiThreadIoEventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("pages", true), NioIoHandler.newFactory());

    /** Hears what happens on a connection. Must not block. */
    interface Listener {

        void onFrame(JsonNode frame);

        /** The connection has ended, and not by {@link PageSocket#close}. */
        void onEnd(int code, String reason);
    }

    private final Channel channel;
    private final Talk talk;

    private PageSocket(Channel channel, Talk talk) {
        this.channel = channel;
        this.talk = talk;
    }

    /** Connects to a port of the loopback address. */
    static CompletableFuture<PageSocket> open(int port, Listener listener) {
        CompletableFuture<PageSocket> opened = new CompletableFuture<>();
        Talk talk = new Talk(listener, opened);
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri("ws://127.0.0.1:" + port + "/ws")
                .handleCloseFrames(false)
                .maxFramePayloadLength(LARGEST_FRAME)
                .build();
        new Bootstrap()
                .group(LOOPS)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(LARGEST_FRAME),
                                        new WebSocketClientProtocolHandler(config),
                                        talk);
                    }
                })
                .connect("127.0.0.1", port)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        opened.completeExceptionally(done.cause());
                    }
                });
        return opened;
    }

    /** Sends one frame, after those before it; a connection that has ended drops it. */
    void send(String json) {
        var unused = channel.writeAndFlush(new TextWebSocketFrame(json));
    }

    /** Reads nothing from now on, so that what comes stays in the sockets and then in the gateway. */
    void stopReading() {
        channel.config().setAutoRead(false);
    }

    /** Reads again. */
    void readAgain() {
        channel.config().setAutoRead(true);
    }

    /** Ends the connection without a word; its listener hears nothing any more. */
    @Override
    public void close() {
        talk.ended = true;
        var unused = channel.close();
    }

    private static final class Talk extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final Listener listener;
        private final CompletableFuture<PageSocket> opened;
        private volatile boolean ended;

        Talk(Listener listener, CompletableFuture<PageSocket> opened) {
            this.listener = listener;
            this.opened = opened;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                opened.complete(new PageSocket(ctx.channel(), this));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) throws JsonProcessingException {
            if (ended) {
                return;
            }
            if (frame instanceof TextWebSocketFrame text) {
                listener.onFrame(JSON.readTree(text.text()));
            } else if (frame instanceof CloseWebSocketFrame close) {
                end(close.statusCode(), close.reasonText());
                var unused = ctx.channel().writeAndFlush(new CloseWebSocketFrame(close.statusCode(), ""));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end(ABNORMAL, "");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            end(ABNORMAL, cause.toString());
            var unused = ctx.channel().close();
        }

        private void end(int code, String reason) {
            if (!opened.isDone()) {
                opened.completeExceptionally(new IllegalStateException("ended in the handshake: " + reason));
            } else if (!ended) {
                listener.onEnd(code, reason);
            }
            ended = true;
        }
    }
}
