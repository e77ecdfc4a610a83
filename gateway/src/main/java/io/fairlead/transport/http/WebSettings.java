package io.fairlead.transport.http;

import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.websocket.WebSocketDoor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the web listener.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param origins the origins whose pages may connect, by the rules of {@link OriginPolicy}
 * @param cookie the cookie that may hold a client's token; null if none does
 * @param proxies whose word is taken on where a client comes from
 * @param maxBytes the largest text frame, in bytes
 * @param maxHeaderBytes the longest request line, and the most bytes of all header fields together
 * @param requestTimeoutMillis how long a client may take to send a request's header
 * @param pingMillis how long an idle WebSocket goes without a ping
 */
public record WebSettings(
        String host,
        int port,
        List<String> origins,
        @Nullable String cookie,
        TrustedProxies proxies,
        int maxBytes,
        int maxHeaderBytes,
        long requestTimeoutMillis,
        long pingMillis) {

    /** What stands where nothing else is said: all addresses, port 8080. */
    public static final WebSettings DEFAULT =
            new WebSettings("0.0.0.0", 8080, List.of(), null, TrustedProxies.NONE, 64 << 10, 16 << 10, 10_000, 25_000);

    /** Checks the bounds. */
    public WebSettings {
        origins = List.copyOf(origins);
        if (maxBytes < 1 || maxBytes > WebSocketDoor.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("limits.maxBytes must lie between 1 B and 16MiB, not " + maxBytes);
        }
    }

    /** The same on another address. */
    public WebSettings at(String otherHost, int otherPort) {
        return new WebSettings(
                otherHost,
                otherPort,
                origins,
                cookie,
                proxies,
                maxBytes,
                maxHeaderBytes,
                requestTimeoutMillis,
                pingMillis);
    }

    /** The same for pages of these origins. */
    public WebSettings withOrigins(List<String> others) {
        return new WebSettings(
                host, port, others, cookie, proxies, maxBytes, maxHeaderBytes, requestTimeoutMillis, pingMillis);
    }
}
