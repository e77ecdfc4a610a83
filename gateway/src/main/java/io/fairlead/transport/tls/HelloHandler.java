package io.fairlead.transport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a client's first words, and begins TLS with the certificate that they ask for. A client that offers no protocol
 * that is spoken here is told so (RFC 7301, section 3.2).
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what a refused client is sent
final class HelloHandler extends SslClientHelloHandler<ClientHello> {

    /** Several times what the largest hello of today needs. */
    private static final int MOST_BYTES = 16 << 10;

    /** A fatal alert: no_application_protocol. */
    private static final byte[] NO_COMMON_PROTOCOL = {21, 3, 3, 0, 2, 2, 120};

    private final TlsEndpoint endpoint;
    private final Handshaken handshaken;
    private final long endNanos;
    private @Nullable Future<?> timeout;

    HelloHandler(TlsEndpoint endpoint, Handshaken handshaken, Duration patience) {
        super(MOST_BYTES);
        this.endpoint = endpoint;
        this.handshaken = handshaken;
        this.endNanos = System.nanoTime() + patience.toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timeout = ctx.executor()
                .schedule(() -> handshaken.fail("it did not begin TLS in time"), millisLeft(), TimeUnit.MILLISECONDS);
    }

    private long millisLeft() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
    }

    @Override
    protected Future<ClientHello> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf body) {
        return ctx.executor().newSucceededFuture(body == null ? ClientHello.SILENT : ClientHello.read(body));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, Future<ClientHello> read) {
        ClientHello hello = read.getNow();
        cancelTimeout();
        if (hello.speaks(endpoint.protocol())) {
            begin(ctx, hello);
        } else {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(NO_COMMON_PROTOCOL));
            handshaken.fail("by ALPN it offers " + shown(hello) + ", and only "
                    + endpoint.protocol().word() + " is spoken here");
        }
    }

    /** What stands behind the first words goes on to the handler that takes this one's place. */
    private void begin(ChannelHandlerContext ctx, ClientHello hello) {
        SslHandler tls = endpoint.handler(hello.host(), ctx.alloc());
        if (tls == null) {
            handshaken.fail("the listener is closed");
            return;
        }
        tls.setHandshakeTimeout(millisLeft(), TimeUnit.MILLISECONDS);
        ctx.pipeline().replace(this, null, tls);
    }

    /** The client's words, as far as they may stand in a log line. */
    private static String shown(ClientHello hello) {
        String all = String.join(", ", hello.protocols()).replaceAll("[^ -~]", "?");
        return all.length() > 60 ? all.substring(0, 60) + "…" : all;
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        cancelTimeout();
        super.handlerRemoved0(ctx);
    }

    private void cancelTimeout() {
        Future<?> pending = timeout;
        timeout = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
