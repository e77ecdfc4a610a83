package io.fairlead.broker.packet;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection that a {@link Dialer} opened: what was written before arrives. Only our end is shut where that can be,
 * and the broker closes once it has read all: to close a socket in which something lies unread takes back what the other side
 * has not read yet.
 */
public final class Parting {

    /** How long a broker may take to close, before we do. */
    private static final int SECONDS = 2;

    private Parting() {}

    /** Parts from the broker; on the connection's loop. What it still sends is for the handlers to drop. */
    public static void from(Channel channel) {
        channel.config().setAutoRead(true);
        ScheduledFuture<?> limit = channel.eventLoop().schedule(() -> close(channel), SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> limit.cancel(false));
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) Parting::shut);
    }

    private static void shut(ChannelFuture sent) {
        SslHandler tls = sent.channel().pipeline().get(SslHandler.class);
        if (!sent.isSuccess()) {
            close(sent.channel());
        } else if (tls != null) {
            ChannelFuture unused = tls.closeOutbound();
        } else if (sent.channel() instanceof DuplexChannel duplex) {
            ChannelFuture unused = duplex.shutdownOutput();
        } else {
            close(sent.channel());
        }
    }

    private static void close(Channel channel) {
        ChannelFuture unused = channel.close();
    }
}
