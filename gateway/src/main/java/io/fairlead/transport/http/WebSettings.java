package io.fairlead.transport.http;

import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.websocket.WebSocketDoor;

/**
 * The settings of the web listener.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param rules who may use it from a page
 * @param proxies whose word is taken on where a client comes from
 * @param http what a connection may take before it is a WebSocket
 * @param maxBytes the largest text frame, in bytes
 * @param pingMillis how long an idle WebSocket goes without a ping
 */
public record WebSettings(
        String host, int port, WebRules rules, TrustedProxies proxies, HttpLimits http, int maxBytes, long pingMillis) {

    /** What stands where nothing else is said: all addresses, port 8080. */
    public static final WebSettings DEFAULT = new WebSettings(
            "0.0.0.0", 8080, WebRules.DEFAULT, TrustedProxies.NONE, HttpLimits.DEFAULT, 64 << 10, 25_000);

    /** Checks the bounds. */
    public WebSettings {
        if (maxBytes < 1 || maxBytes > WebSocketDoor.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("limits.maxBytes must lie between 1 B and 16MiB, not " + maxBytes);
        }
    }

    /** The same on another address. */
    public WebSettings at(String otherHost, int otherPort) {
        return new WebSettings(otherHost, otherPort, rules, proxies, http, maxBytes, pingMillis);
    }

    /** The same under other rules. */
    public WebSettings with(WebRules others) {
        return new WebSettings(host, port, others, proxies, http, maxBytes, pingMillis);
    }

    /** The same with other limits. */
    public WebSettings with(HttpLimits others) {
        return new WebSettings(host, port, rules, proxies, others, maxBytes, pingMillis);
    }

    /** The same behind these proxies. */
    public WebSettings with(TrustedProxies others) {
        return new WebSettings(host, port, rules, others, http, maxBytes, pingMillis);
    }

    /** The same for text frames of another size. */
    public WebSettings withMaxBytes(int other) {
        return new WebSettings(host, port, rules, proxies, http, other, pingMillis);
    }
}
