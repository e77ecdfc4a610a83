package io.fairlead.transport.websocket;

import io.fairlead.session.Effect;
import io.fairlead.session.Leg;
import io.fairlead.session.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Why and with which code a connection is closed.
 *
 * @param status the close code of the frame (RFC 6455, section 7.4)
 * @param code the word for it
 * @param leg which leg failed
 * @param why a sentence for who must act on it
 * @param retryAfterMillis when to come back; negative if it is not said
 */
record Closing(int status, String code, Leg leg, String why, long retryAfterMillis) {

    /** A close that the session or the gateway decided on. */
    static Closing of(Effect.Close close) {
        Reason reason = close.reason();
        return new Closing(reason.closeCode(), reason.code(), reason.leg(), close.why(), close.retryAfterMillis());
    }

    /** A close for a reason that needs no more words than its own. */
    static Closing of(Reason reason) {
        return of(reason, reason.text());
    }

    static Closing of(Reason reason, String why) {
        return of(new Effect.Close(reason, why, -1));
    }

    /** The gateway's own reason; null where WebSocket's rules were broken. */
    @Nullable
    Reason reason() {
        for (Reason one : Reason.values()) {
            if (one.code().equals(code)) {
                return one;
            }
        }
        return null;
    }

    /** The client's framing is broken: 1002. */
    static Closing protocolError(String why) {
        return new Closing(1002, "protocol_error", Leg.CLIENT, why, -1);
    }

    /** A text frame is not UTF-8: 1007. */
    static Closing invalidUtf8() {
        return new Closing(1007, "invalid_utf8", Leg.CLIENT, "a text frame is not UTF-8", -1);
    }

    /** A text frame where a stream of bytes is spoken: 1003. */
    static Closing unsupportedData() {
        return new Closing(1003, "unsupported_data", Leg.CLIENT, "MQTT is spoken in binary frames", -1);
    }

    /** A frame is larger than any message of this protocol could be: 1009. */
    static Closing frameTooBig(long bytes) {
        return new Closing(1009, "frame_too_big", Leg.CLIENT, "a frame announces " + bytes + " bytes", -1);
    }
}
