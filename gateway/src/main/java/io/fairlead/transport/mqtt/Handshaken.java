package io.fairlead.transport.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a TLS handshake, and lets the client in with its certificate. */
@SuppressWarnings("FutureReturnValueIgnored") // removing a handler of one's own pipeline
final class Handshaken extends ChannelInboundHandlerAdapter {

    private final SslHandler tls;
    private final Arrival arrival;
    private boolean ended;

    Handshaken(SslHandler tls, Arrival arrival) {
        this.tls = tls;
        this.arrival = arrival;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent done) || ended) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        ended = true;
        if (done.isSuccess()) {
            arrival.admit(certificate());
            ctx.pipeline().remove(this);
        } else {
            arrival.refuse("its TLS handshake failed: " + done.cause().getMessage());
        }
    }

    private @Nullable X509Certificate certificate() {
        try {
            return (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    /** What went wrong is told by the event; the handler itself closes the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!ended) {
            ended = true;
            arrival.refuse("its TLS handshake failed: " + cause.getMessage());
        }
    }
}
