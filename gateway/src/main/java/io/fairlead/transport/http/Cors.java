package io.fairlead.transport.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * What pages of other origins may read of the answers (Fetch, section 3.3): those of {@code web.origins}, which may connect
 * too. With a cookie as the credential they may send it, but never by a {@code *}.
 */
final class Cors {
    private static final String REQUEST_METHOD = "access-control-request-method";
    private static final String REQUEST_HEADERS = "authorization, content-type, last-event-id";
    private static final String MAX_AGE_SECONDS = "600";

    private final OriginPolicy origins;
    private final boolean credentials;

    /** @param credentials whether a cookie counts as one */
    Cors(OriginPolicy origins, boolean credentials) {
        this.origins = origins;
        this.credentials = credentials;
    }

    /**
     * The answer to a browser that asks before a page may ask; null if the request is no such question.
     *
     * @param methods what may be asked there
     */
    @Nullable
    FullHttpResponse preflight(HttpMethod method, HttpHeaders request, String methods) {
        boolean asks = method.equals(HttpMethod.OPTIONS)
                && request.contains(HttpHeaderNames.ORIGIN)
                && request.contains(REQUEST_METHOD);
        if (!asks) {
            return null;
        }
        FullHttpResponse response = Responses.empty();
        if (origins.listedOrigin(request) != null) {
            response.headers()
                    .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods)
                    .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                    .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        }
        return response;
    }

    /** Says in a response who may read it. Caches must tell apart what differs by origin, also where it was not said. */
    void mark(HttpHeaders request, FullHttpResponse response) {
        HttpHeaders marked = response.headers();
        boolean everybody = origins.listsAny() && !credentials;
        String page = origins.listedOrigin(request);
        if (everybody) {
            marked.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, OriginPattern.ANY);
        } else if (origins.lists()) {
            marked.add(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
        if (!everybody && page != null) {
            marked.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, page);
            if (credentials) {
                marked.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            }
        }
    }
}
