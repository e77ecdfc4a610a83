package io.fairlead.relay;

import io.fairlead.wire.mqtt.PublishFrame;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a client sent behind its CONNECT that left without waiting for the answer, as it may (MQTT 5, section 3.1.4). Not more than
 * its socket held. Owned by the client's loop.
 */
final class LastWords {

    private final Queue<Object> packets = new ArrayDeque<>(0);

    void keep(PublishFrame publish) {
        packets.add(publish.retain());
    }

    void keep(MqttMessage packet) {
        packets.add(packet);
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /** Hands over everything, in order; what is forgotten meanwhile no more. */
    void sayTo(RelaySession session) {
        for (Object packet = packets.poll(); packet != null; packet = packets.poll()) {
            try {
                if (packet instanceof PublishFrame publish) {
                    session.onPublish(publish);
                } else {
                    session.onPacket((MqttMessage) packet);
                }
            } finally {
                ReferenceCountUtil.release(packet);
            }
        }
    }

    void forget() {
        packets.forEach(ReferenceCountUtil::release);
        packets.clear();
    }
}
