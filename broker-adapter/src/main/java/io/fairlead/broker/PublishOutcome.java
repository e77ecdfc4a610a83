package io.fairlead.broker;

/** What became of a publish. Whether it succeeded can only be learnt from {@link Accepted} or {@link Written}. */
public sealed interface PublishOutcome {

    /** QoS 1 or 2: the broker has acknowledged it. */
    record Accepted(Reason reason) implements PublishOutcome {}

    /** QoS 0: it was handed to the broker's socket. Nobody can say more. */
    record Written() implements PublishOutcome {}

    /**
     * QoS 1 or 2: the broker has refused it.
     *
     * @param code the PUBACK or PUBREC reason code (MQTT 5, table 3-5), 128 or above
     * @param text the broker's own words, or the name of the code
     */
    record Refused(int code, String text) implements PublishOutcome {}

    /** It was handed over, and the link was lost before the broker answered: it may have arrived or not. */
    record Unknown(String why) implements PublishOutcome {}

    /**
     * It certainly did not reach the broker. Later it may.
     *
     * @param crowded whether the link is up and too many others were before it; otherwise it is down
     */
    record NotSent(boolean crowded, String why) implements PublishOutcome {

        /** It was not sent since the link is down. */
        public NotSent(String why) {
            this(false, why);
        }
    }

    /**
     * It was not sent, and sending it again is of no use: this broker takes no such message.
     *
     * @param tooLarge whether that is for its size
     */
    record NotPossible(boolean tooLarge, String why) implements PublishOutcome {}

    /** What a broker says with a positive acknowledgement. */
    enum Reason {
        /** MQTT 5, reason 0x00. */
        SUCCESS("success"),
        /** MQTT 5, reason 0x10. */
        NO_MATCHING_SUBSCRIBERS("no_matching_subscribers"),
        /** MQTT 3.1.1, which has no reasons: some brokers acknowledge there what they refuse. */
        ACKNOWLEDGED("acknowledged");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** The word that the client protocol uses. */
        public String word() {
            return word;
        }
    }
}
