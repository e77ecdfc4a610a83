package io.fairlead.it.mqtt;

import io.fairlead.broker.MqttVersion;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects.
 *
 * @param sessionSeconds how long its session is kept; 0 for not at all. On MQTT 3.1.1 anything else is for good
 * @param clean whether it starts afresh
 * @param authMethod of MQTT 5's enhanced authentication, whose data is then {@code password}; null for none
 */
record Entry(
        Door door,
        MqttVersion version,
        String clientId,
        long sessionSeconds,
        boolean clean,
        @Nullable String user,
        @Nullable String password,
        @Nullable Arrived will,
        @Nullable String authMethod) {

    /** Of an anonymous client with a name of its own and nothing else. */
    static Entry at(Door door, MqttVersion version) {
        return new Entry(door, version, "c" + UUID.randomUUID(), 0, true, null, null, null, null);
    }

    Entry as(String id) {
        return new Entry(door, version, id, sessionSeconds, clean, user, password, will, authMethod);
    }

    /** Keeps its session and takes up the one it had. */
    Entry keeping(long seconds) {
        return new Entry(door, version, clientId, seconds, false, user, password, will, authMethod);
    }

    Entry withToken(String token) {
        return new Entry(door, version, clientId, sessionSeconds, clean, "ignored", token, will, authMethod);
    }

    /** Authenticates by this method of MQTT 5, with the token as its data. */
    Entry withMethod(String method, String token) {
        return new Entry(door, version, clientId, sessionSeconds, clean, null, token, will, method);
    }

    Entry withWill(String topic, String text, int qos) {
        Arrived told = Arrived.live(topic, text, qos);
        return new Entry(door, version, clientId, sessionSeconds, clean, user, password, told, authMethod);
    }

    boolean isVersion5() {
        return version == MqttVersion.V5;
    }
}
