package io.fairlead.relay;

import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttMessage;

/** The session has ended; what still comes is of no interest. */
final class Over extends Phase {

    static final Over INSTANCE = new Over();

    private Over() {}

    @Override
    void onPublish(PublishFrame publish) {}

    @Override
    void onPacket(MqttMessage packet) {}
}
