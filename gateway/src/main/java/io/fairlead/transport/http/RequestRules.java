package io.fairlead.transport.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What every request must keep to before anyone looks at its path; who breaks one of these is answered and closed. */
final class RequestRules {
    private RequestRules() {}

    /** What is wrong with the request, as the response to send; null if nothing is. */
    static @Nullable FullHttpResponse objection(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult());
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Responses.sentence(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "this listener speaks HTTP/1.1 and HTTP/1.0");
        }
        if (version.equals(HttpVersion.HTTP_1_1)
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            return Responses.sentence(HttpResponseStatus.BAD_REQUEST, "a request must have one Host header");
        }
        if (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) != 0) {
            return Responses.sentence(HttpResponseStatus.BAD_REQUEST, "no request to this listener has a body");
        }
        return null;
    }

    private static FullHttpResponse unreadable(DecoderResult result) {
        Throwable cause = result.cause();
        if (cause instanceof TooLongHttpLineException) {
            return Responses.sentence(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Responses.sentence(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's header fields are too large");
        }
        return Responses.sentence(HttpResponseStatus.BAD_REQUEST, "this is not an HTTP request");
    }
}
