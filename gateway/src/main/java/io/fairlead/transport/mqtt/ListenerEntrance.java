package io.fairlead.transport.mqtt;

import io.fairlead.transport.RefusalLog;
import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.tls.TlsEndpoint;
import io.netty.channel.Channel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What lies between the accepted sockets of one listener and MQTT: PROXY headers of trusted proxies, and TLS. */
public final class ListenerEntrance implements MqttListener.Entrance {

    private final String host;
    private final @Nullable TlsEndpoint tls;
    private final TrustedProxies proxies;
    private final Duration patience;
    private final RefusalLog refusals = new RefusalLog();

    private ListenerEntrance(String host, @Nullable TlsEndpoint tls, TrustedProxies proxies, Duration patience) {
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
     */
    public static ListenerEntrance of(
            String host, @Nullable TlsEndpoint tls, TrustedProxies proxies, Duration patience) {
        return new ListenerEntrance(host, tls, proxies, patience);
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
    TlsEndpoint tls() {
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
