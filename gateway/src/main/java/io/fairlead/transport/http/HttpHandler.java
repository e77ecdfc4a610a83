package io.fairlead.transport.http;

import io.fairlead.transport.ClientAddress;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection while it speaks HTTP: its requests are answered by a door, which may hand it on as something else. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and there is nobody else to tell
final class HttpHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);

    /** How long a client may take to read its last answer. */
    private static final long LINGER_SECONDS = 30;

    private final HttpDoor door;

    private @Nullable HttpRequest request;
    private @Nullable Future<?> timeout;
    private boolean closing;

    HttpHandler(HttpDoor door) {
        this.door = door;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelTimeout();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!closing) {
                read(ctx, message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("connection {} ended before it was a session: {}", ClientAddress.of(ctx.channel()), cause.toString());
        ctx.close();
    }

    private void read(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest begun) {
            begin(ctx, begun);
        } else if (message instanceof LastHttpContent && request != null) {
            HttpRequest whole = request;
            request = null;
            cancelTimeout();
            answer(ctx, whole);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest begun) {
        FullHttpResponse objection = RequestRules.objection(begun);
        if (objection == null) {
            request = begun;
        } else {
            sendLast(ctx, objection);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest whole) {
        FullHttpResponse response = door.answer(ctx.channel(), whole);
        if (response == null) {
            return;
        }
        FullHttpResponse fitting = whole.method().equals(HttpMethod.HEAD) ? Responses.withoutBody(response) : response;
        if (HttpUtil.isKeepAlive(whole)) {
            ctx.write(fitting);
            awaitRequest(ctx);
        } else {
            sendLast(ctx, fitting);
        }
    }

    private void sendLast(ChannelHandlerContext ctx, FullHttpResponse response) {
        closing = true;
        cancelTimeout();
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        timeout = ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        timeout = ctx.executor().schedule(() -> onTimeout(ctx), door.requestTimeoutMillis(), TimeUnit.MILLISECONDS);
    }

    private void onTimeout(ChannelHandlerContext ctx) {
        sendLast(ctx, Responses.sentence(HttpResponseStatus.REQUEST_TIMEOUT, "no whole request came in time"));
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
