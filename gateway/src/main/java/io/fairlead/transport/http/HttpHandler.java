package io.fairlead.transport.http;

import io.fairlead.transport.ClientAddress;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
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

/**
 * One connection while it speaks HTTP: its requests are answered by a door, which may hand it on as something else. It always
 * has one deadline: for the next request to be whole, however slowly its bytes drip, or for the last answer to be read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and there is nobody else to tell
final class HttpHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);

    /** How long a client may go on sending what is not read, until it has read the answer that says so. */
    private static final long LINGER_MILLIS = 2_000;

    private final HttpDoor door;
    private final HeadReader heads;

    private @Nullable WebRequest request;
    private @Nullable Future<?> timeout;
    private boolean closing;

    HttpHandler(HttpDoor door, HeadReader heads) {
        this.door = door;
        this.heads = heads;
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
        } catch (Refusal refusal) {
            sendLast(ctx, null, refusal.response());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("connection {} ended before it was a session: {}", ClientAddress.of(ctx.channel()), cause.toString());
        ctx.close();
    }

    private void read(ChannelHandlerContext ctx, Object message) throws Refusal {
        if (message instanceof Refusal refusal) {
            throw refusal;
        }
        if (message instanceof HttpRequest begun) {
            request = RequestRules.check(begun);
        } else if (message instanceof LastHttpContent && request != null) {
            WebRequest whole = request;
            request = null;
            cancelTimeout();
            answer(ctx, whole);
        }
    }

    private void answer(ChannelHandlerContext ctx, WebRequest whole) {
        FullHttpResponse response = door.answer(ctx.channel(), whole);
        if (response == null) {
            return;
        }
        if (mayAskAgain(whole)) {
            send(ctx, whole, response);
        } else {
            sendLast(ctx, whole, response);
        }
    }

    /** Who wanted another protocol and did not get it may speak it all the same; that must not be read as requests. */
    private static boolean mayAskAgain(WebRequest whole) {
        return HttpUtil.isKeepAlive(whole.http()) && !whole.headers().contains(HttpHeaderNames.UPGRADE);
    }

    private void send(ChannelHandlerContext ctx, WebRequest whole, FullHttpResponse response) {
        ChannelFuture sent = write(ctx, whole, response);
        if (sent.isDone()) {
            awaitRequest(ctx);
        } else {
            awaitRead(ctx, sent);
        }
    }

    private void sendLast(ChannelHandlerContext ctx, @Nullable WebRequest whole, FullHttpResponse response) {
        closing = true;
        cancelTimeout();
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ChannelFuture sent = write(ctx, whole, response);
        closeAfter(ctx, door.limits().responseTimeoutMillis());
        sent.addListener(done -> endOutput(ctx));
    }

    private ChannelFuture write(ChannelHandlerContext ctx, @Nullable WebRequest whole, FullHttpResponse response) {
        door.mark(ctx.channel(), whole, response);
        boolean head = whole != null && whole.method().equals(HttpMethod.HEAD);
        return ctx.writeAndFlush(head ? Responses.withoutBody(response) : response);
    }

    /** A socket that is closed with something unread in it takes back what was sent: the answer would be lost. */
    private void endOutput(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        if (channel instanceof DuplexChannel socket && channel.isActive() && !Secured.isByTls(channel)) {
            socket.shutdownOutput();
            closeAfter(ctx, LINGER_MILLIS);
        } else {
            ctx.close();
        }
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        schedule(ctx, () -> onNoRequest(ctx), door.limits().requestTimeoutMillis());
    }

    /** Until then nothing more is read. */
    private void awaitRead(ChannelHandlerContext ctx, ChannelFuture sent) {
        ctx.channel().config().setAutoRead(false);
        closeAfter(ctx, door.limits().responseTimeoutMillis());
        sent.addListener(done -> {
            if (ctx.channel().isActive()) {
                awaitRequest(ctx);
                ctx.channel().config().setAutoRead(true);
                ctx.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
            }
        });
    }

    /** Nobody is told who asked nothing: an answer might be taken for that of the next request. */
    private void onNoRequest(ChannelHandlerContext ctx) {
        if (heads.hasBegun()) {
            sendLast(
                    ctx, null, Responses.sentence(HttpResponseStatus.REQUEST_TIMEOUT, "no whole request came in time"));
        } else {
            ctx.close();
        }
    }

    private void closeAfter(ChannelHandlerContext ctx, long millis) {
        schedule(ctx, () -> ctx.close(), millis);
    }

    private void schedule(ChannelHandlerContext ctx, Runnable task, long millis) {
        cancelTimeout();
        timeout = ctx.executor().schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
