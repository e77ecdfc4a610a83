package io.fairlead.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one event loop that all the load lives on. Where it can it never sleeps: waking a sleeping receiver is billed to the
 * sender, and would be counted against the server.
 */
final class LoadLoop implements AutoCloseable {

    private static final SelectStrategy NEVER_SLEEP = (selectNow, hasTasks) -> {
        int selected = selectNow.get();
        return selected > 0 || hasTasks ? selected : SelectStrategy.BUSY_WAIT;
    };

    /** Connections from one address to one port are bounded by the ports an address has. */
    private static final int CONNECTIONS_PER_ADDRESS = 10_000;

    private final MultiThreadIoEventLoopGroup group;
    private final boolean busyPolling = Epoll.isAvailable();

    LoadLoop() {
        ThreadFactory threads = work -> {
            Thread thread = new Thread(work, "load");
            thread.setDaemon(true);
            return thread;
        };
        IoHandlerFactory handlers =
                busyPolling ? EpollIoHandler.newFactory(0, () -> NEVER_SLEEP) : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, threads, handlers);
    }

    /** Whether it polls without ever sleeping. */
    boolean busyPolling() {
        return busyPolling;
    }

    EventLoop eventLoop() {
        return group.next();
    }

    /** Opens a connection; the {@code number}th to this port, which decides the address it comes from on this machine. */
    ChannelFuture connect(URI url, int defaultPort, int number, ChannelHandler handler) {
        int port = url.getPort() < 0 ? defaultPort : url.getPort();
        InetSocketAddress remote = new InetSocketAddress(url.getHost(), port);
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(busyPolling ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_LINGER, 0)
                .handler(handler);
        return bootstrap.connect(remote, source(remote, number));
    }

    private static @Nullable SocketAddress source(InetSocketAddress remote, int number) {
        boolean here = remote.getAddress() != null && remote.getAddress().isLoopbackAddress();
        return here && number >= CONNECTIONS_PER_ADDRESS
                ? new InetSocketAddress("127.0.0." + (1 + number / CONNECTIONS_PER_ADDRESS), 0)
                : null;
    }

    /** Writes what nobody waits for; a failure ends the connection, and is told there. */
    static void send(Channel channel, ByteBuf data) {
        var unused = channel.writeAndFlush(data, channel.voidPromise());
    }

    /** Closes a connection that nobody waits for. */
    static void close(Channel channel) {
        var unused = channel.close();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
