package io.fairlead.broker;

import io.fairlead.topic.Qos;

/** What became of one filter of a SUBSCRIBE. */
public sealed interface SubscribeOutcome {

    /** The broker took it, with this QoS at most. */
    record Granted(Qos qos) implements SubscribeOutcome {}

    /**
     * The broker refused it.
     *
     * @param code the SUBACK reason code (MQTT 5, table 3-8), or 128 on MQTT 3.1.1
     * @param text the broker's own words, or the name of the code
     */
    record Refused(int code, String text) implements SubscribeOutcome {}

    /** The link was down or went down before the broker answered. */
    record LinkDown() implements SubscribeOutcome {}
}
