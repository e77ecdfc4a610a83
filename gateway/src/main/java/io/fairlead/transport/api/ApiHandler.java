package io.fairlead.transport.api;

import io.fairlead.transport.ClientAddress;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: its requests are answered one after the other, and nothing is read while one waits for its answer. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and there is nobody else to tell
final class ApiHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

    /** How long a request may take to come, and how long a client may take to read its last answer. */
    private static final long REQUEST_SECONDS = 10;

    private final Api api;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private @Nullable HttpRequest head;
    private @Nullable Future<?> timeout;
    private boolean answering;
    private boolean closing;

    ApiHandler(Api api) {
        this.api = api;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(false);
        awaitRequest(ctx);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancelTimeout();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!closing) {
                take(ctx, message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!answering && !closing) {
            ctx.read();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("connection {} ended: {}", ClientAddress.of(ctx.channel()), cause.toString());
        ctx.close();
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest begun) {
            ApiAnswer objection = ApiRules.objection(begun);
            if (objection != null) {
                sendLast(ctx, objection);
                return;
            }
            head = begun;
        }
        HttpRequest of = head;
        if (message instanceof HttpContent part && of != null) {
            takeBody(ctx, of, part);
        }
        if (!answering && !closing) {
            ctx.read();
        }
    }

    private void takeBody(ChannelHandlerContext ctx, HttpRequest of, HttpContent part) {
        byte[] bytes = new byte[part.content().readableBytes()];
        part.content().readBytes(bytes);
        if (body.size() + bytes.length > ApiRules.MAX_BODY_BYTES) {
            sendLast(ctx, ApiAnswer.text(413, "the body is too large"));
            return;
        }
        body.writeBytes(bytes);
        if (part instanceof LastHttpContent) {
            head = null;
            cancelTimeout();
            answering = true;
            ask(ctx, of);
        }
    }

    private void ask(ChannelHandlerContext ctx, HttpRequest whole) {
        ApiRequest request = request(ctx, whole);
        body.reset();
        boolean keepAlive = HttpUtil.isKeepAlive(whole);
        boolean headOnly = request.method().equals("HEAD");
        try {
            api.answer(request, answer -> ctx.executor().execute(() -> send(ctx, answer, keepAlive, headOnly)));
        } catch (RuntimeException e) {
            log.error("the gateway failed at answering {}", request, e);
            sendLast(ctx, ApiAnswer.text(500, "gateway: the gateway itself failed (internal); its log says more"));
        }
    }

    private ApiRequest request(ChannelHandlerContext ctx, HttpRequest whole) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        whole.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                        .add(header.getValue()));
        String path = new QueryStringDecoder(whole.uri()).rawPath();
        return new ApiRequest(whole.method().name(), path, headers, body.toByteArray(), from(ctx));
    }

    private static String from(ChannelHandlerContext ctx) {
        SocketAddress address = ctx.channel().remoteAddress();
        return address instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : String.valueOf(address);
    }

    private void send(ChannelHandlerContext ctx, ApiAnswer answer, boolean keepAlive, boolean headOnly) {
        if (closing || !ctx.channel().isActive()) {
            return;
        }
        FullHttpResponse whole = response(answer);
        FullHttpResponse fitting = headOnly ? whole.replace(Unpooled.EMPTY_BUFFER) : whole;
        if (!keepAlive) {
            sendLast(ctx, fitting);
            return;
        }
        answering = false;
        ctx.writeAndFlush(fitting);
        awaitRequest(ctx);
        ctx.read();
    }

    private void sendLast(ChannelHandlerContext ctx, ApiAnswer answer) {
        sendLast(ctx, response(answer));
    }

    private void sendLast(ChannelHandlerContext ctx, FullHttpResponse response) {
        closing = true;
        cancelTimeout();
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        timeout = ctx.executor().schedule(() -> ctx.close(), REQUEST_SECONDS, TimeUnit.SECONDS);
    }

    private static FullHttpResponse response(ApiAnswer answer) {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'")
                .set("cross-origin-resource-policy", "same-origin")
                .set("referrer-policy", "no-referrer")
                .set("x-content-type-options", "nosniff");
        answer.headers().forEach(response.headers()::set);
        return response;
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        timeout = ctx.executor().schedule(() -> onTimeout(ctx), REQUEST_SECONDS, TimeUnit.SECONDS);
    }

    private void onTimeout(ChannelHandlerContext ctx) {
        sendLast(ctx, ApiAnswer.text(408, "no whole request came in time"));
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }
}
