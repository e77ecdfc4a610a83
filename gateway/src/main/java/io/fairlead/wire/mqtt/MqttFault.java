package io.fairlead.wire.mqtt;

/**
 * A peer broke MQTT's rules: thrown where it is found, answered in one place, by closing that connection. It costs no stack
 * trace, since it tells of the peer's mistake and not of ours.
 */
public final class MqttFault extends RuntimeException {

    /** MQTT 5, section 4.13: what cannot be read. */
    public static final int MALFORMED_PACKET = 0x81;

    /** What can be read and has no place there. */
    public static final int PROTOCOL_ERROR = 0x82;

    public static final int UNSUPPORTED_VERSION = 0x84;
    public static final int CLIENT_ID_INVALID = 0x85;
    public static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    public static final int TOPIC_FILTER_INVALID = 0x8F;
    public static final int TOPIC_NAME_INVALID = 0x90;
    public static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
    public static final int TOPIC_ALIAS_INVALID = 0x94;
    public static final int PACKET_TOO_LARGE = 0x95;

    private static final long serialVersionUID = 1;

    private final int code;

    /**
     * @param code the reason code of MQTT 5 (section 2.4)
     * @param why a sentence for the client's developer: what was wrong with which packet
     */
    public MqttFault(int code, String why) {
        super(why, null, false, false);
        this.code = code;
    }

    public static MqttFault malformed(String why) {
        return new MqttFault(MALFORMED_PACKET, why);
    }

    public static MqttFault protocol(String why) {
        return new MqttFault(PROTOCOL_ERROR, why);
    }

    public int code() {
        return code;
    }

    /** The code's name in MQTT 5, section 2.4, as metrics are labelled. */
    public String word() {
        return switch (code) {
            case MALFORMED_PACKET -> "malformed_packet";
            case PROTOCOL_ERROR -> "protocol_error";
            case UNSUPPORTED_VERSION -> "unsupported_protocol_version";
            case CLIENT_ID_INVALID -> "client_identifier_not_valid";
            case KEEP_ALIVE_TIMEOUT -> "keep_alive_timeout";
            case TOPIC_FILTER_INVALID -> "topic_filter_invalid";
            case TOPIC_NAME_INVALID -> "topic_name_invalid";
            case RECEIVE_MAXIMUM_EXCEEDED -> "receive_maximum_exceeded";
            case TOPIC_ALIAS_INVALID -> "topic_alias_invalid";
            case PACKET_TOO_LARGE -> "packet_too_large";
            default -> "other";
        };
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
