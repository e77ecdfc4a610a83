package io.fairlead.transport;

import io.fairlead.bridge.NodeLoop;
import io.fairlead.shares.Visit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handler of a listening socket: gives each accepted connection to the next loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be registered is closed by Netty
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Past the high mark a client's own frames are not read until it has taken its answers down to the low one. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 << 10, 256 << 10);

    private final EventLoops loops;
    private final Reception reception;
    private final BiConsumer<NodeLoop, Channel> onAccepted;

    Acceptor(EventLoops loops, Reception reception, BiConsumer<NodeLoop, Channel> onAccepted) {
        this.loops = loops;
        this.reception = reception;
        this.onAccepted = onAccepted;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel channel = (Channel) accepted;
        Visit visit = reception.receive(channel);
        if (visit == null) {
            Reception.cutOff(channel);
        } else {
            take(channel, visit);
        }
        Duration pause = reception.pause();
        if (!pause.isZero()) {
            pause(ctx, pause);
        }
    }

    private void take(Channel channel, Visit visit) {
        NodeLoop loop = loops.next();
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        // An MQTT client may ask for no keep-alive; one that vanishes must not be held for ever.
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        channel.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel registered) {
                reception.seat(loop, registered, visit);
                onAccepted.accept(loop, registered);
            }
        });
        loop.eventLoop().register(channel);
    }

    /** Accepting fails when files run out: nothing is gained by trying again at once, for ever. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.warn(
                "cannot accept connections at {}: {}; trying again in {} s (is the limit of open files too low?)",
                ctx.channel().localAddress(),
                cause.getMessage(),
                PAUSE.toSeconds());
        pause(ctx, PAUSE);
    }

    /** Who connects meanwhile waits in the system's queue. */
    private static void pause(ChannelHandlerContext ctx, Duration time) {
        ctx.channel().config().setAutoRead(false);
        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
