package io.fairlead.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every request must keep to before anyone looks at what it asks for; who breaks one of these is answered and closed. */
final class RequestRules {
    private static final List<AsciiString> ONCE = List.of(
            HttpHeaderNames.HOST,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.SEC_WEBSOCKET_KEY,
            HttpHeaderNames.SEC_WEBSOCKET_VERSION);

    private RequestRules() {}

    static WebRequest check(HttpRequest request) throws Refusal {
        if (request.decoderResult().isFailure()) {
            throw unreadable(request.decoderResult().cause());
        }
        checkVersion(request.protocolVersion());
        checkOnce(request.headers());
        checkNoBody(request.headers());
        Authority host = host(request);
        return new WebRequest(request, host, RequestTarget.parse(request.uri(), host));
    }

    private static Refusal unreadable(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Refusal(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's header fields are too large");
        }
        return Refusal.bad("this is not an HTTP request");
    }

    private static void checkVersion(HttpVersion version) throws Refusal {
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new Refusal(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "this listener speaks HTTP/1.1 and HTTP/1.0");
        }
    }

    private static void checkOnce(HttpHeaders headers) throws Refusal {
        for (AsciiString name : ONCE) {
            if (headers.getAll(name).size() > 1) {
                throw Refusal.bad("the header field " + name + " may stand in a request once");
            }
        }
    }

    /** A length of nothing is none; whatever else is said of a body, nobody here would read one. */
    private static void checkNoBody(HttpHeaders headers) throws Refusal {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH, "0");
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || !length.equals("0")) {
            throw new Refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "no request to this listener has a body");
        }
    }

    private static @Nullable Authority host(HttpRequest request) throws Refusal {
        String said = request.headers().get(HttpHeaderNames.HOST);
        if (said == null && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return null;
        }
        Authority host = said == null ? null : Authority.parse(said);
        if (host == null) {
            throw Refusal.bad("a request must have one Host header, a name or an address and perhaps a port");
        }
        return host;
    }
}
