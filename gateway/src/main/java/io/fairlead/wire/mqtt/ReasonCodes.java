package io.fairlead.wire.mqtt;

import io.fairlead.session.Reason;
import io.fairlead.shares.Limit;

/**
 * What Fairlead's reasons are in MQTT: the nearest code that the packet may bear (MQTT 5, sections 2.4, 3.2.2.2, 3.4.2.1, 3.9.3,
 * 3.11.3 and 3.14.2.1; MQTT 3.1.1, section 3.2.2.3).
 */
public final class ReasonCodes {

    public static final int UNSPECIFIED = 0x80;
    public static final int IMPLEMENTATION_SPECIFIC = 0x83;
    public static final int NOT_AUTHORIZED = 0x87;
    public static final int QUOTA_EXCEEDED = 0x97;

    private ReasonCodes() {}

    /** The code of a CONNACK that refuses, in MQTT 5. */
    public static int connAck(Reason reason) {
        return switch (reason) {
            case UNAUTHENTICATED, TOKEN_EXPIRED -> 0x86;
            case BROKER_DOWN, TIMEOUT, OUTCOME_UNKNOWN, AUTH_UNAVAILABLE -> 0x88;
            case OVERLOADED, DRAINING -> 0x89;
            case BANNED -> 0x8A;
            case BAD_CHANNEL, NO_ROUTE -> 0x90;
            case RATE_LIMITED -> 0x9F;
            default -> anywhere(reason);
        };
    }

    /** The code of a CONNACK that refuses for want of room, in MQTT 5. */
    public static int connAck(Limit limit) {
        if (limit.isConnectRate()) {
            return connAck(Reason.RATE_LIMITED);
        }
        return limit.isQuota() ? QUOTA_EXCEEDED : connAck(limit.reason());
    }

    /** The code of a CONNACK that refuses, in MQTT 3.1.1: 3 where it may be better later, 5 where not. */
    public static int connAck311(Reason reason) {
        return switch (reason) {
            case UNAUTHENTICATED, TOKEN_EXPIRED -> 4;
            case BROKER_DOWN,
                    TIMEOUT,
                    OUTCOME_UNKNOWN,
                    AUTH_UNAVAILABLE,
                    OVERLOADED,
                    DRAINING,
                    RATE_LIMITED,
                    INTERNAL -> 3;
            default -> 5;
        };
    }

    /** The code of a DISCONNECT that the gateway sends. */
    public static int disconnect(Reason reason) {
        return switch (reason) {
            case UNKNOWN_TYPE -> MqttFault.PROTOCOL_ERROR;
            case BAD_CHANNEL, NO_ROUTE -> 0x90;
            case DRAINING -> 0x8B;
            case OVERLOADED, AUTH_UNAVAILABLE -> 0x89;
            case HEARTBEAT_TIMEOUT, CONNECT_TIMEOUT -> 0x8D;
            case TAKEN_OVER, SUPERSEDED -> 0x8E;
            case RATE_LIMITED -> 0x96;
            case BANNED -> 0x98;
            default -> anywhere(reason);
        };
    }

    /** The code of a PUBACK or PUBREC that refuses. */
    public static int pubAck(Reason reason) {
        return switch (reason) {
            case BAD_CHANNEL, NO_ROUTE -> 0x90;
            case TOO_LARGE -> IMPLEMENTATION_SPECIFIC;
            default -> among(reason);
        };
    }

    /** The code of a SUBACK for a filter that is refused, in MQTT 5; MQTT 3.1.1 knows 0x80 only. */
    public static int subAck(Reason reason) {
        return switch (reason) {
            case BAD_CHANNEL, NO_ROUTE -> 0x8F;
            default -> among(reason);
        };
    }

    /** The code of an UNSUBACK for a filter that is refused: it knows no quota (MQTT 5, section 3.11.3). */
    public static int unsubAck(Reason reason) {
        int code = subAck(reason);
        return code == QUOTA_EXCEEDED ? UNSPECIFIED : code;
    }

    private static int anywhere(Reason reason) {
        return reason == Reason.TOO_LARGE ? MqttFault.PACKET_TOO_LARGE : among(reason);
    }

    /** Codes that every packet of refusals may bear. */
    private static int among(Reason reason) {
        return switch (reason) {
            case FORBIDDEN, UNAUTHENTICATED, TOKEN_EXPIRED, FORBIDDEN_ORIGIN, BROKER_REFUSED -> NOT_AUTHORIZED;
            case RATE_LIMITED, TOO_MANY_SUBSCRIPTIONS, SLOW_CONSUMER -> QUOTA_EXCEEDED;
            case NOT_SUPPORTED -> IMPLEMENTATION_SPECIFIC;
            default -> UNSPECIFIED;
        };
    }
}
