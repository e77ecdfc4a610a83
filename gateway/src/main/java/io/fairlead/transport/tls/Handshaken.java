package io.fairlead.transport.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Objects;

/** Waits for the end of a TLS handshake, tells it, and goes. */
final class Handshaken extends ChannelInboundHandlerAdapter {

    private final Secured then;
    private boolean ended;

    Handshaken(Secured then) {
        this.then = then;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (ended || !(event instanceof SslHandshakeCompletionEvent done)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        if (done.isSuccess()) {
            ended = true;
            then.admit(ClientCertificate.of(ctx.channel()));
            ctx.pipeline().remove(this);
        } else {
            fail(done.cause());
        }
    }

    /** What went wrong is told by the event as a rule; who throws closes the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        // Its message is all the bytes that came
        fail(
                cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException
                        ? "it does not speak TLS"
                        : "its TLS handshake failed: " + innermost(cause));
    }

    private static String innermost(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
    }

    void fail(String why) {
        if (!ended) {
            ended = true;
            then.refuse(why);
        }
    }
}
