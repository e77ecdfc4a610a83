package io.fairlead.transport.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the header that a trusted proxy sends before anything else: PROXY protocol, version 1 or 2. */
@SuppressWarnings("FutureReturnValueIgnored") // removing a handler of one's own pipeline
final class ProxyHeader extends ChannelInboundHandlerAdapter {

    /** More than balancers put into a header of version 2 besides the addresses. */
    private static final int MOST_EXTRA_BYTES = 4 << 10;

    private final Arrival arrival;
    private @Nullable Future<?> timeout;
    private boolean ended;

    private ProxyHeader(Arrival arrival) {
        this.arrival = arrival;
    }

    static void await(Channel channel, Duration patience, Arrival arrival) {
        ProxyHeader header = new ProxyHeader(arrival);
        channel.pipeline().addLast(new FirstByte(header), new HAProxyMessageDecoder(MOST_EXTRA_BYTES), header);
        header.timeout = channel.eventLoop()
                .schedule(
                        () -> header.refuse("its PROXY header did not come in time"),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A decoder alone would wait for more of what can be no header any more. */
    private static final class FirstByte extends ChannelInboundHandlerAdapter {
        private final ProxyHeader header;

        FirstByte(ProxyHeader header) {
            this.header = header;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            ctx.pipeline().remove(this);
            if (mayBegin((ByteBuf) bytes)) {
                ctx.fireChannelRead(bytes);
            } else {
                ((ByteBuf) bytes).release();
                header.refuse("it comes from a trusted proxy and begins with no PROXY header");
            }
        }

        private static boolean mayBegin(ByteBuf bytes) {
            byte first = bytes.isReadable() ? bytes.getByte(bytes.readerIndex()) : 0;
            return first == 'P' || first == '\r';
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            ctx.fireChannelRead(message);
            return;
        }
        try {
            end();
            arrival.onHeader(source(header));
            ctx.pipeline().remove(this);
        } catch (UnknownHostException badAddress) {
            arrival.refuse("the PROXY header names no address");
        } finally {
            header.release();
        }
    }

    /** Null where the proxy speaks for itself, or does not know. */
    private static @Nullable SocketAddress source(HAProxyMessage header) throws UnknownHostException {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean internet = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        if (header.command() == HAProxyCommand.LOCAL || !internet) {
            return null;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(String.valueOf(header.sourceAddress()));
        if (address == null) {
            throw new UnknownHostException();
        }
        return new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse("its PROXY header cannot be read (" + cause.getMessage() + ")");
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    private void refuse(String why) {
        if (!ended) {
            end();
            arrival.refuse(why);
        }
    }

    private void end() {
        ended = true;
        Future<?> pending = timeout;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
