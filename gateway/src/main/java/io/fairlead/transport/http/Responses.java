package io.fairlead.transport.http;

import io.fairlead.transport.http.PageSource.Page;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The answers of a listener: a page, or plain text. Each tells browsers to do with it what it is for, and nothing else. */
final class Responses {
    private static final String TEXT = "text/plain; charset=utf-8";

    /** A page's parts come from here; it may connect anywhere, since a gateway has several names; nobody frames it. */
    private static final String PAGE_POLICY = "default-src 'self'; connect-src 'self' ws: wss:; "
            + "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'none'";

    private static final String TEXT_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private Responses() {}

    /** One sentence that says what is wrong with the request. */
    static FullHttpResponse sentence(HttpResponseStatus status, String sentence) {
        return response(status, TEXT, (sentence + "\n").getBytes(StandardCharsets.UTF_8), TEXT_POLICY);
    }

    /** The client is sent away for a while. */
    static FullHttpResponse later(String why, long retryAfterMillis) {
        FullHttpResponse response = sentence(HttpResponseStatus.SERVICE_UNAVAILABLE, why);
        response.headers().set(HttpHeaderNames.RETRY_AFTER, (retryAfterMillis + 999) / 1000);
        return response;
    }

    /** The path is there, and not for this method. */
    static FullHttpResponse notAllowed(String methods) {
        FullHttpResponse response =
                sentence(HttpResponseStatus.METHOD_NOT_ALLOWED, "only " + methods + " is possible here");
        response.headers().set(HttpHeaderNames.ALLOW, methods);
        return response;
    }

    static FullHttpResponse page(Page page) {
        return response(HttpResponseStatus.OK, page.contentType(), page.bytes(), PAGE_POLICY);
    }

    /** Nothing to say, and all is well. */
    static FullHttpResponse empty() {
        var response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        secure(response, TEXT_POLICY);
        return response;
    }

    /** The same response without its body, as HEAD wants it (RFC 9110, section 9.3.2). */
    static FullHttpResponse withoutBody(FullHttpResponse response) {
        return response.replace(Unpooled.EMPTY_BUFFER);
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] bytes, String policy) {
        ByteBuf body = Unpooled.wrappedBuffer(bytes);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        secure(response, policy);
        return response;
    }

    private static void secure(FullHttpResponse response, String policy) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy)
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
                .set("referrer-policy", "no-referrer")
                .set("cross-origin-opener-policy", "same-origin")
                .set("cross-origin-resource-policy", "same-origin");
    }
}
