package io.fairlead.broker.hivemq;

import io.fairlead.broker.LinkUp;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.topic.Message;
import org.jspecify.annotations.Nullable;

/** Whether the broker that a link is connected to can be sent a message at all. */
final class Sendable {

    private Sendable() {}

    /** What becomes of it if it cannot; null if it can. */
    static @Nullable PublishOutcome refusal(Message message, @Nullable LinkUp up) {
        if (up == null) {
            return new PublishOutcome.NotSent("the link to the broker is down");
        }
        if (message.qos().compareTo(up.maximumQos()) > 0) {
            return new PublishOutcome.NotPossible(
                    false, "the broker takes QoS " + up.maximumQos().level() + " at most");
        }
        if (message.retain() && !up.retainAvailable()) {
            return new PublishOutcome.NotPossible(false, "the broker keeps no retained messages");
        }
        if (message.payload().length > up.maximumPacketBytes()) {
            return new PublishOutcome.NotPossible(
                    true, "the broker takes packets of " + up.maximumPacketBytes() + " bytes at most");
        }
        return null;
    }
}
