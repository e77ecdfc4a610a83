package io.fairlead.broker.packet;

/** A packet of the broker's that MQTT does not allow. It ends the connection, in one place. */
final class BrokerFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final int MALFORMED_PACKET = 0x81;
    static final int PROTOCOL_ERROR = 0x82;
    static final int TOPIC_ALIAS_INVALID = 0x94;

    private final int code;

    /**
     * @param code the reason code of the DISCONNECT that answers it (MQTT 5, table 3-10)
     * @param what what the broker did, to follow "the broker sent"
     */
    BrokerFault(int code, String what) {
        super(what, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    /** What the broker did, without a null. */
    String what() {
        return String.valueOf(getMessage());
    }
}
