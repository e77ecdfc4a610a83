package io.fairlead.broker;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker listens, and how it is spoken to there.
 *
 * @param transport what carries MQTT
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65,535
 * @param path the path of the WebSocket endpoint, without the first slash; empty elsewhere
 */
public record BrokerAddress(Transport transport, String host, int port, String path) {

    /** What carries MQTT to a broker. */
    public enum Transport {
        MQTT("mqtt", 1883, false, false),
        MQTTS("mqtts", 8883, true, false),
        WS("ws", 80, false, true),
        WSS("wss", 443, true, true);

        private final String scheme;
        private final int defaultPort;
        private final boolean tls;
        private final boolean webSocket;

        Transport(String scheme, int defaultPort, boolean tls, boolean webSocket) {
            this.scheme = scheme;
            this.defaultPort = defaultPort;
            this.tls = tls;
            this.webSocket = webSocket;
        }

        /** Whether it is encrypted. */
        public boolean isTls() {
            return tls;
        }

        /** Whether it is WebSocket. */
        public boolean isWebSocket() {
            return webSocket;
        }

        private static @Nullable Transport of(@Nullable String scheme) {
            for (Transport transport : values()) {
                if (scheme != null && transport.scheme.equals(scheme.toLowerCase(Locale.ROOT))) {
                    return transport;
                }
            }
            return null;
        }
    }

    /**
     * Reads an address such as {@code mqtts://broker.example.org:8883} or {@code ws://broker/mqtt}. Port and WebSocket
     * path have defaults: 1883, 8883, 80, 443; {@code mqtt}.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong with it
     */
    public static BrokerAddress parse(String url) {
        URI uri = uri(url);
        Transport transport = Transport.of(uri.getScheme());
        if (transport == null) {
            throw new IllegalArgumentException(
                    "a broker's address starts with mqtt://, mqtts://, ws:// or wss://: " + url);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("a broker's address names a host: " + url);
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "a broker's address holds no user or password, which have settings of their own");
        }
        return new BrokerAddress(transport, host(uri), port(uri, transport), path(uri, transport, url));
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("that is not an address: " + e.getReason(), e);
        }
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri, Transport transport) {
        int port = uri.getPort() < 0 ? transport.defaultPort : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535: " + port);
        }
        return port;
    }

    private static String path(URI uri, Transport transport, String url) {
        String path = uri.getPath() == null || uri.getPath().equals("/") ? "" : uri.getPath();
        if (!transport.webSocket && !path.isEmpty()) {
            throw new IllegalArgumentException("only ws:// and wss:// have a path: " + url);
        }
        if (!transport.webSocket) {
            return "";
        }
        return path.isEmpty() ? "mqtt" : path.substring(1);
    }

    /** The address as it is configured. */
    public String url() {
        String shownHost = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return transport.scheme + "://" + shownHost + ":" + port + (transport.webSocket ? "/" + path : "");
    }

    /** {@code host:port}, for sentences. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
