package io.fairlead.transport.mqtt;

import io.fairlead.transport.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What lies between the accepted sockets of one listener and MQTT: PROXY headers of trusted proxies, and TLS. */
public final class ListenerEntrance implements MqttListener.Entrance {

    private final String host;
    private final @Nullable SslContext tls;
    private final TrustedProxies proxies;
    private final Duration patience;
    private final RefusalLog refusals = new RefusalLog();

    private ListenerEntrance(String host, @Nullable SslContext tls, TrustedProxies proxies, Duration patience) {
        this.host = host;
        this.tls = tls;
        this.proxies = proxies;
        this.patience = patience;
    }

    /**
     * The entrance of a listener.
     *
     * @param host the address it listens on, for its name
     * @param tls null for none
     * @param proxies who must say where a client comes from
     * @param patience how long a PROXY header, and then a TLS handshake, may take
     * @throws IllegalArgumentException if a file of its TLS cannot be used, with a sentence that names it
     */
    public static ListenerEntrance of(
            String host, @Nullable ListenerTls tls, TrustedProxies proxies, Duration patience) {
        return new ListenerEntrance(host, tls == null ? null : TlsContexts.of(tls), proxies, patience);
    }

    @Override
    public void enter(Channel channel, MqttDoor door) {
        new Arrival(this, channel, door).begin();
    }

    /** The listener, as log lines name it: {@code mqtts://0.0.0.0:8883}. */
    public String name(int port) {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return (tls == null ? "mqtt://" : "mqtts://") + shown + ":" + port;
    }

    @Nullable
    SslContext tls() {
        return tls;
    }

    TrustedProxies proxies() {
        return proxies;
    }

    Duration patience() {
        return patience;
    }

    RefusalLog refusals() {
        return refusals;
    }
}
