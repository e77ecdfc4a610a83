package io.fairlead.transport;

import io.fairlead.bridge.NodeLoop;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.BiConsumer;

/** A listening socket whose connections are spread over the event loops in turn. */
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 4_096;

    private final Channel socket;

    private Listener(Channel socket) {
        this.socket = socket;
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param onAccepted called for each connection on the loop that it was given to
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static Listener open(String host, int port, EventLoops loops, BiConsumer<NodeLoop, Channel> onAccepted)
            throws IOException {
        return open(host, port, loops, Reception.OPEN, onAccepted);
    }

    /**
     * Listens, and takes not everybody.
     *
     * @param port 0 for any free one
     * @param reception says who is taken
     * @param onAccepted called for each connection on the loop that it was given to
     * @throws IOException if the address cannot be listened on; the message says which
     */
    public static Listener open(
            String host, int port, EventLoops loops, Reception reception, BiConsumer<NodeLoop, Channel> onAccepted)
            throws IOException {
        ChannelFuture bound = new Bootstrap()
                .group(loops.all().get(0).eventLoop())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .handler(new Acceptor(loops, reception, onAccepted))
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + host + ":" + port + ": " + why(bound.cause()), bound.cause());
        }
        return new Listener(bound.channel());
    }

    private static String why(Throwable cause) {
        return cause instanceof UnresolvedAddressException
                ? "no address is known for that host"
                : String.valueOf(cause.getMessage());
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    /** Stops accepting, and waits until that is so. Connections live on. Not to be called on an event loop. */
    @Override
    public void close() {
        socket.close().awaitUninterruptibly();
    }
}
