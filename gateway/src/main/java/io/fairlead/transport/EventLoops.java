package io.fairlead.transport;

import io.fairlead.bridge.NodeLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The event loops of the node: N groups of one thread each, on epoll where its library loads and on NIO elsewhere. Groups
 * of one, because a broker link on a group takes any of its loops, and a link must live on the loop of the sessions it
 * serves.
 */
public final class EventLoops implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final boolean epoll = Epoll.isAvailable();
    private final List<NodeLoop> all;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Starts the loops.
     *
     * @param count how many, at least one
     */
    public EventLoops(int count) {
        this(count, "fairlead-loop");
    }

    /**
     * Starts loops for another purpose than serving clients.
     *
     * @param name what their threads' names begin with
     */
    public EventLoops(int count, String name) {
        if (count < 1) {
            throw new IllegalArgumentException("the gateway needs at least one event loop, not " + count);
        }
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        all = IntStream.range(0, count)
                .mapToObj(index -> start(index, name, factory))
                .toList();
    }

    /** Starts one loop for each available processor. */
    public static EventLoops forThisMachine() {
        return new EventLoops(Runtime.getRuntime().availableProcessors());
    }

    private static NodeLoop start(int index, String name, IoHandlerFactory factory) {
        var threads = new DefaultThreadFactory(name + "-" + index, true);
        var group = new MultiThreadIoEventLoopGroup(1, threads, factory);
        return new NodeLoop(index, group.next(), group);
    }

    /** Every loop, in the order of their numbers. */
    public List<NodeLoop> all() {
        return all;
    }

    /** The loop whose turn it is to take a new connection. Any thread. */
    public NodeLoop next() {
        return all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
    }

    /** Whether the loops run on native epoll. */
    public boolean isEpoll() {
        return epoll;
    }

    /** The kind of listening socket that these loops serve. */
    public Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Ends every loop and waits a few seconds for them; not to be called on one of them. */
    @Override
    public void close() {
        List<Future<?>> ending = all.stream().<Future<?>>map(EventLoops::end).toList();
        ending.forEach(loop -> loop.awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    private static Future<?> end(NodeLoop loop) {
        var group = (MultiThreadIoEventLoopGroup) loop.group();
        return group.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
