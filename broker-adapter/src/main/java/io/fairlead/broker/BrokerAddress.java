package io.fairlead.broker;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a broker listens.
 *
 * @param scheme how it is reached
 * @param host a name or an address; an IPv6 address without brackets
 * @param port from 1 to 65,535
 * @param path for WebSocket, the path of the request without its leading slash; empty otherwise
 */
public record BrokerAddress(Scheme scheme, String host, int port, String path) {

    /** The ways to reach a broker, each with the port that is usual for it. */
    public enum Scheme {
        MQTT(1883, false, false),
        MQTTS(8883, true, false),
        WS(80, false, true),
        WSS(443, true, true);

        private final int port;
        private final boolean tls;
        private final boolean webSocket;

        Scheme(int port, boolean tls, boolean webSocket) {
            this.port = port;
            this.tls = tls;
            this.webSocket = webSocket;
        }

        public boolean tls() {
            return tls;
        }

        public boolean webSocket() {
            return webSocket;
        }
    }

    /**
     * Reads {@code mqtt://host:port}, {@code mqtts://}, {@code ws://host/path} or {@code wss://}.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong with it
     */
    public static BrokerAddress parse(String url) {
        URI uri = uri(url);
        Scheme scheme = scheme(uri);
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("a broker's address holds no user and no password");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("it names no host; write it as mqtt://127.0.0.1:1883");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
        if (!path.isEmpty() && !scheme.webSocket()) {
            throw new IllegalArgumentException("an mqtt address has no path; only ws and wss have one");
        }
        int port = uri.getPort() < 0 ? scheme.port : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("its port is not from 1 to 65535");
        }
        return new BrokerAddress(scheme, uri.getHost().replaceAll("^\\[|]$", ""), port, path);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no address; write it as mqtt://127.0.0.1:1883", e);
        }
    }

    private static Scheme scheme(URI uri) {
        String written = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (written) {
            case "mqtt", "tcp" -> Scheme.MQTT;
            case "mqtts", "ssl", "tls" -> Scheme.MQTTS;
            case "ws" -> Scheme.WS;
            case "wss" -> Scheme.WSS;
            default -> throw new IllegalArgumentException("it begins with none of mqtt://, mqtts://, ws:// and wss://");
        };
    }

    /** As a URL, the port always said. */
    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        String tail = path.isEmpty() ? "" : "/" + path;
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + shown + ":" + port + tail;
    }
}
