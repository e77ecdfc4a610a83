package io.fairlead.app;

import io.fairlead.config.Configuration;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.Reception;
import io.fairlead.transport.mqtt.ListenerEntrance;
import io.fairlead.transport.mqtt.MqttDoors;
import io.fairlead.transport.mqtt.MqttListener;
import io.fairlead.transport.tls.Protocol;
import io.fairlead.transport.tls.TlsEndpoint;
import io.fairlead.transport.tls.TlsEndpoints;
import io.fairlead.wire.mqtt.ListenerRules;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All that lets MQTT clients in: listeners of their own, and the path of the web listener. */
final class MqttListeners implements AutoCloseable {

    private final @Nullable MqttDoors web;
    private final List<MqttListener> listeners = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private MqttListeners(@Nullable MqttDoors web) {
        this.web = web;
    }

    /**
     * Listens wherever it is configured; the web listener's path is for its owner to open.
     *
     * @param tls takes the TLS of listeners
     * @throws IOException if an address cannot be listened on, or a file of its TLS not be used any more; the message says
     *     which
     */
    static MqttListeners start(
            Configuration configuration, EventLoops loops, Reception reception, MqttSessions sessions, TlsEndpoints tls)
            throws IOException {
        ListenerRules rules = configuration.web().mqtt();
        MqttListeners all = new MqttListeners(
                rules == null ? null : sessions.doors(rules, configuration.web().certificateName()));
        try {
            Duration patience = Duration.ofMillis(configuration.session().connectTimeoutMillis());
            for (Configuration.Mqtt one : configuration.mqtt()) {
                TlsEndpoint secured = tls.add("mqtt:" + one.port(), one.tls(), Protocol.MQTT);
                ListenerEntrance entrance = ListenerEntrance.of(one.host(), secured, one.proxies(), patience);
                all.add(one, entrance, loops, reception.behind(one.proxies()), sessions);
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void add(
            Configuration.Mqtt one,
            ListenerEntrance entrance,
            EventLoops loops,
            Reception reception,
            MqttSessions sessions)
            throws IOException {
        MqttDoors doors = sessions.doors(one.rules(), one.certificateName());
        MqttListener listener = MqttListener.start(one.host(), one.port(), loops, reception, entrance, doors);
        listeners.add(listener);
        lines.add(entrance.name(listener.port()) + " " + words(one.rules()));
    }

    /** How a listener's clients are served: {@code (relay, channels)}. */
    static String words(ListenerRules rules) {
        return "(" + rules.mode().name().toLowerCase(Locale.ROOT) + ", "
                + rules.names().name().toLowerCase(Locale.ROOT) + "s)";
    }

    /** Who takes the clients of the web listener; null if it lets none in. */
    @Nullable
    MqttDoors web() {
        return web;
    }

    /** The listeners of their own, one line each for a person. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Their ports, in the order of the configuration. */
    List<Integer> ports() {
        return listeners.stream().map(MqttListener::port).toList();
    }

    /** Takes no more clients; those there are live on. */
    void stopAccepting() {
        listeners.forEach(MqttListener::stopAccepting);
        if (web != null) {
            web.shut();
        }
    }

    /** How many times {@link #drain} calls back. */
    int size() {
        return listeners.size() + (web == null ? 0 : 1);
    }

    /**
     * Sends the clients elsewhere.
     *
     * @param gone called for each listener once its last client is gone
     */
    void drain(Duration window, Runnable gone) {
        listeners.forEach(listener -> listener.drain(window, gone));
        if (web != null) {
            web.drain(window, gone);
        }
    }

    /** Stops accepting and closes what clients there still are. */
    @Override
    public void close() {
        listeners.forEach(MqttListener::close);
        if (web != null) {
            web.close();
        }
    }
}
