package io.fairlead.admission;

/** By what a client shows a fresh token while it is connected. */
public sealed interface Renewal {

    /** By re-authentication (MQTT 5, section 4.12.1): a failure ends the connection. */
    record ByAuth() implements Renewal {}

    /**
     * By a PUBLISH to {@code $fairlead/auth}.
     *
     * @param packetId 0 with QoS 0
     */
    record ByPublish(int qos, int packetId) implements Renewal {}
}
