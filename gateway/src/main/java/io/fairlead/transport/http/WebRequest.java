package io.fairlead.transport.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that keeps to {@link RequestRules}.
 *
 * @param host by what name the listener was reached; null in HTTP/1.0, where it need not be said
 */
record WebRequest(HttpRequest http, @Nullable Authority host, RequestTarget target) {

    HttpMethod method() {
        return http.method();
    }

    HttpHeaders headers() {
        return http.headers();
    }
}
