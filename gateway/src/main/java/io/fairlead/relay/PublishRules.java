package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.wire.mqtt.PublishFrame;
import org.jspecify.annotations.Nullable;

/**
 * What a PUBLISH must satisfy beyond being allowed. Routes bind size and retaining here; QoS and the payload's form they do not,
 * since packets keep what they are.
 */
final class PublishRules {

    private PublishRules() {}

    /** The first rule that is broken; null if none is. */
    static @Nullable Denial check(PublishGrant grant, PublishFrame publish) {
        return check(grant, publish.isRetain(), publish.payloadBytes());
    }

    /** The same for what is not published yet. */
    static @Nullable Denial check(PublishGrant grant, boolean retain, int bytes) {
        if (retain && !grant.retain()) {
            return new Denial(
                    Reason.FORBIDDEN,
                    "route " + grant.route() + " does not let clients retain a message on " + grant.channel()
                            + "; publish it without retain");
        }
        if (bytes > grant.maxBytes()) {
            return new Denial(
                    Reason.TOO_LARGE,
                    "the payload has " + bytes + " bytes, and route " + grant.route() + " takes " + grant.maxBytes()
                            + " at most; send less");
        }
        return null;
    }

    /**
     * Whether what the client sent, renamed, is too large for the broker; null if not.
     *
     * @param bytes of the whole packet to the broker
     * @param largest the broker's Maximum Packet Size
     */
    static @Nullable Denial checkSize(long bytes, long largest) {
        return bytes <= largest
                ? null
                : new Denial(
                        Reason.TOO_LARGE,
                        "with its name on the broker the packet has " + bytes + " bytes, and the broker takes "
                                + largest + " at most; send less");
    }
}
