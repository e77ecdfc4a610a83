package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
import org.jspecify.annotations.Nullable;

/** What a client is told of an outcome. The only place that makes a {@link Reply.Published}. */
final class PublishReplies {

    private static final int NO_MQTT_REASON = -1;

    private PublishReplies() {}

    static Reply of(@Nullable CommandId id, String channel, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Accepted accepted) {
            return new Reply.Published(id, "broker", accepted.reason().word());
        }
        if (outcome instanceof PublishOutcome.Written) {
            return new Reply.Published(id, "gateway", null);
        }
        return failed("publish", id, channel, outcome);
    }

    /** What is told of an outcome that is no success; {@code what} is {@code publish} or {@code request}. */
    static Reply failed(String what, @Nullable CommandId id, String channel, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Refused refused) {
            String why = "the broker refused the " + what + " to " + channel + ": " + refused.text()
                    + "; ask who runs the broker whether the gateway may publish there";
            return failed(id, Reason.BROKER_REFUSED, why, refused.code());
        }
        if (outcome instanceof PublishOutcome.Unknown unknown) {
            String why = "the " + what + " to " + channel + " may have reached the broker or not: " + unknown.why()
                    + "; send it again if it may arrive twice";
            return failed(id, Reason.OUTCOME_UNKNOWN, why, NO_MQTT_REASON);
        }
        if (outcome instanceof PublishOutcome.NotPossible impossible) {
            Reason reason = impossible.tooLarge() ? Reason.TOO_LARGE : Reason.NOT_SUPPORTED;
            String why = "the " + what + " to " + channel + " cannot be sent to the broker: " + impossible.why();
            return failed(id, reason, why, NO_MQTT_REASON);
        }
        PublishOutcome.NotSent notSent = (PublishOutcome.NotSent) outcome;
        String why = "the " + what + " to " + channel + " did not reach the broker: " + notSent.why()
                + "; send it again later";
        return failed(id, notSent.crowded() ? Reason.RATE_LIMITED : Reason.BROKER_DOWN, why, NO_MQTT_REASON);
    }

    private static Reply failed(@Nullable CommandId id, Reason reason, String why, int mqttReason) {
        return new Reply.Failed(id, reason, why, Refusal.NO_TIME, mqttReason);
    }
}
