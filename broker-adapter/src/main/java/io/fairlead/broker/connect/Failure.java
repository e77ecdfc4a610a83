package io.fairlead.broker.connect;

/**
 * Why an attempt failed or a link was lost.
 *
 * @param code the broker's reason code, 0 where it gave none
 * @param why a sentence for the operator
 */
public record Failure(Kind kind, int code, String why) {

    /** What the next attempt depends on. */
    public enum Kind {
        /** The broker does not speak this MQTT version. */
        WRONG_VERSION,
        /** The broker ended the connection without answering CONNECT, as some do for that same reason. */
        CLOSED_UNANSWERED,
        OTHER
    }
}
