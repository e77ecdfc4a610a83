package io.fairlead.relay;

import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttMessage;

/**
 * A phase between CONNECT and CONNACK. Nothing is read from the client in it, so what comes all the same comes because the client has
 * left; it is kept for the broker, and the session goes on without the client until the broker has it.
 */
abstract class Unanswered extends Phase {

    private final Surroundings around;

    Unanswered(Surroundings around) {
        this.around = around;
    }

    @Override
    void onPublish(PublishFrame publish) {
        around.lastWords().keep(publish);
    }

    @Override
    void onPacket(MqttMessage packet) {
        around.lastWords().keep(packet);
    }

    @Override
    boolean outlivesClient() {
        return !around.lastWords().isEmpty();
    }
}
