package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a packet: what goes on, and what is answered. Both may be null.
 *
 * @param toBroker what the broker gets
 * @param toClient what the client gets
 */
record Passage(@Nullable MqttMessage toBroker, @Nullable MqttMessage toClient) {

    static final Passage NOTHING = new Passage(null, null);

    static Passage toBroker(MqttMessage packet) {
        return new Passage(packet, null);
    }

    static Passage toClient(MqttMessage packet) {
        return new Passage(null, packet);
    }
}
