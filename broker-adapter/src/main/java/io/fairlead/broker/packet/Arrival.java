package io.fairlead.broker.packet;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of a connection until it carries bytes of MQTT: until TLS and WebSocket are agreed on. It then makes room
 * for those who use the connection.
 */
final class Arrival extends ChannelInboundHandlerAdapter {

    private final Consumer<Channel> arrived;
    private final Consumer<@Nullable Throwable> failed;
    private final ChannelHandler[] successors;
    private boolean over;

    /**
     * @param failed is given what the socket says of it; null if it was closed without a word
     * @param successors take this handler's place; their channelActive is called before {@code arrived}
     */
    Arrival(Consumer<Channel> arrived, Consumer<@Nullable Throwable> failed, ChannelHandler... successors) {
        this.arrived = arrived;
        this.failed = failed;
        this.successors = successors;
    }

    /** TLS calls a channel active before it has shaken hands; WebSocket after, and its handshake needs that of TLS. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            arrive(context);
        } else {
            tls.handshakeFuture().addListener((Future<Channel> done) -> {
                if (done.isSuccess()) {
                    arrive(context);
                } else {
                    fail(done.cause());
                }
            });
        }
    }

    private void arrive(ChannelHandlerContext context) {
        if (!over) {
            over = true;
            context.pipeline().addLast(successors);
            context.fireChannelActive();
            context.pipeline().remove(this);
            arrived.accept(context.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
        ChannelFuture unused = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(null);
    }

    /** The connection is not to be had. Counts once, and not after it was. */
    void fail(@Nullable Throwable cause) {
        if (!over) {
            over = true;
            failed.accept(cause);
        }
    }
}
