package io.fairlead.transport.tls;

/** What is spoken within TLS, by its name in ALPN (RFC 7301). */
public enum Protocol {
    HTTP("http/1.1"),
    MQTT("mqtt");

    private final String word;

    Protocol(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
