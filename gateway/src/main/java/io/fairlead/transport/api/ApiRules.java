package io.fairlead.transport.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the head of every request must keep to; who breaks one of these is answered and closed. */
final class ApiRules {

    /** The largest body. */
    static final int MAX_BODY_BYTES = 16 << 10;

    private ApiRules() {}

    /** What is wrong, as the answer to send; null if nothing is. */
    static @Nullable ApiAnswer objection(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return unreadable(head.decoderResult().cause());
        }
        if (!head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return ApiAnswer.text(505, "this listener speaks HTTP 1.1 and 1.0");
        }
        if (head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && head.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            return ApiAnswer.text(400, "a request must have one Host header");
        }
        return body(head);
    }

    /** Where a body ends is said in one way only, so that nobody in between can see another end. */
    private static @Nullable ApiAnswer body(HttpRequest head) {
        List<String> lengths = head.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || head.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
            return ApiAnswer.text(411, "a body comes as it is, with its length in Content-Length");
        }
        if (lengths.isEmpty()) {
            return null;
        }
        if (lengths.size() > 1 || !lengths.get(0).matches("[0-9]{1,9}")) {
            return ApiAnswer.text(400, "Content-Length is one number");
        }
        return Integer.parseInt(lengths.get(0)) > MAX_BODY_BYTES
                ? ApiAnswer.text(413, "a body has " + MAX_BODY_BYTES + " bytes at most")
                : null;
    }

    private static ApiAnswer unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return ApiAnswer.text(414, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return ApiAnswer.text(431, "the request's header fields are too large");
        }
        return ApiAnswer.text(400, "this is not an HTTP request");
    }
}
