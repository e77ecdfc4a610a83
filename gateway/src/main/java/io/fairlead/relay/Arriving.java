package io.fairlead.relay;

import io.netty.handler.codec.mqtt.MqttConnectMessage;

/** Nothing has come yet; {@link Admitting} follows with CONNECT. */
final class Arriving extends Phase {

    private final Surroundings around;

    Arriving(Surroundings around) {
        this.around = around;
    }

    @Override
    void onConnect(MqttConnectMessage connect) {
        Admitting next = new Admitting(around, connect, Wishes.of(connect));
        around.session().enter(next);
        next.begin();
    }

    @Override
    void onDrain(long closeAtMillis) {
        around.over();
        around.client().close(null);
    }
}
