package io.fairlead.transport.http;

import io.fairlead.session.Handshake;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client says of itself in the request that opens its WebSocket. */
final class Handshakes {
    private static final String BEARER = "bearer ";

    private final @Nullable String cookieName;

    /**
     * Reads handshakes.
     *
     * @param cookieName the cookie that may hold a token; null if none does
     */
    Handshakes(@Nullable String cookieName) {
        this.cookieName = cookieName;
    }

    /**
     * Token, client name and channels; a token in the Authorization header goes before a cookie, and that before the query.
     *
     * @param byCookie whether a cookie counts
     */
    Handshake read(HttpHeaders headers, QueryStringDecoder uri, boolean byCookie) {
        Map<String, List<String>> query = uri.parameters();
        String token = bearer(headers);
        token = token == null && byCookie ? cookie(headers) : token;
        token = token == null ? first(query, "access_token") : token;
        return new Handshake(token, first(query, "client"), query.getOrDefault("channel", List.of()));
    }

    private static @Nullable String bearer(HttpHeaders headers) {
        String value = headers.get(HttpHeaderNames.AUTHORIZATION);
        boolean present = value != null && value.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return present ? value.substring(BEARER.length()).strip() : null;
    }

    /** Of two that differ neither counts: whoever may set cookies for a neighbouring name could have put his own there. */
    private @Nullable String cookie(HttpHeaders headers) {
        if (cookieName == null) {
            return null;
        }
        List<String> values = headers.getAll(HttpHeaderNames.COOKIE).stream()
                .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
                .filter(cookie -> Objects.equals(cookie.name(), cookieName))
                .map(Cookie::value)
                .distinct()
                .toList();
        return values.size() == 1 ? values.get(0) : null;
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }
}
