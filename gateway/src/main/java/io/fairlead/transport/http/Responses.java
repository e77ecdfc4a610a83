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

/** The answers of a listener: a page, or plain text. */
final class Responses {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String POLICY =
            "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    private Responses() {}

    /** One sentence that says what is wrong with the request. */
    static FullHttpResponse sentence(HttpResponseStatus status, String sentence) {
        return response(status, TEXT, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The path is there, and not for this method. */
    static FullHttpResponse notAllowed(String methods) {
        FullHttpResponse response =
                sentence(HttpResponseStatus.METHOD_NOT_ALLOWED, "only " + methods + " is possible here");
        response.headers().set(HttpHeaderNames.ALLOW, methods);
        return response;
    }

    static FullHttpResponse page(Page page) {
        FullHttpResponse response = response(HttpResponseStatus.OK, page.contentType(), page.bytes());
        response.headers().set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY).set("referrer-policy", "no-referrer");
        return response;
    }

    /** The same response without its body, as HEAD wants it (RFC 9110, section 9.3.2). */
    static FullHttpResponse withoutBody(FullHttpResponse response) {
        return response.replace(Unpooled.EMPTY_BUFFER);
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] bytes) {
        ByteBuf body = Unpooled.wrappedBuffer(bytes);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .set("x-content-type-options", "nosniff");
        return response;
    }
}
