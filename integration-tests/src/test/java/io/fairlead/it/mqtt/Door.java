package io.fairlead.it.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where MQTT clients connect on this machine.
 *
 * @param authority of the certificate that is shown there; null without TLS
 */
record Door(Kind kind, int port, @Nullable Path authority) {

    /** What carries the packets. */
    enum Kind {
        TCP("tcp"),
        TLS("ssl"),
        WEB("ws");

        private final String scheme;

        Kind(String scheme) {
            this.scheme = scheme;
        }
    }

    static Door tcp(int port) {
        return new Door(Kind.TCP, port, null);
    }

    static Door tls(int port, Path authority) {
        return new Door(Kind.TLS, port, authority);
    }

    static Door web(int port) {
        return new Door(Kind.WEB, port, null);
    }

    /** Its address as Paho writes it. */
    String pahoUrl() {
        return kind.scheme + "://127.0.0.1:" + port + path();
    }

    /** Its address as MQTT.js writes it. */
    String jsUrl() {
        String scheme = switch (kind) {
            case TCP -> "mqtt";
            case TLS -> "mqtts";
            case WEB -> "ws";
        };
        return scheme + "://127.0.0.1:" + port + path();
    }

    private String path() {
        return kind == Kind.WEB ? "/mqtt" : "";
    }
}
