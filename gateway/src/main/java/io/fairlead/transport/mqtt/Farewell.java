package io.fairlead.transport.mqtt;

import io.fairlead.wire.mqtt.PacketSplitter;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection that the gateway closes: everything written goes out, then our side is closed, then the client has a
 * while to close its own. A socket closed while something unread lies in it is reset, and the client's system then drops what
 * it was told last; so where the socket or its TLS is ours to half-close, it is read on until the client is gone. Elsewhere closing the channel is
 * for what lies in front of MQTT to do well.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing ends the same way whatever becomes of it
final class Farewell {
    private Farewell() {}

    /** Begins it; after so many milliseconds the connection is cut. */
    static void say(Channel channel, long millis) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener((ChannelFuture sent) -> closeOutput(channel, sent.isSuccess()));
        Future<?> cut = channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(gone -> Objects.requireNonNull(cut).cancel(false));
    }

    private static void closeOutput(Channel channel, boolean sent) {
        Iterator<Map.Entry<String, ChannelHandler>> handlers =
                channel.pipeline().iterator();
        ChannelHandler first = handlers.next().getValue();
        if (!sent) {
            channel.close();
        } else if (first instanceof PacketSplitter && channel instanceof DuplexChannel socket) {
            socket.shutdownOutput();
        } else if (first instanceof SslHandler tls && handlers.next().getValue() instanceof PacketSplitter) {
            tls.closeOutbound();
        } else {
            channel.close();
        }
    }
}
