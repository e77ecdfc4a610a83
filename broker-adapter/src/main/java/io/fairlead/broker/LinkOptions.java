package io.fairlead.broker;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What one link is to be.
 *
 * @param clientId the MQTT client id, unique on the broker
 * @param freshSession whether the first CONNECT of this link starts clean; later ones never do while {@code session} is
 *     above zero
 * @param session how long the broker keeps the session after the link drops; zero ends it with the connection. On MQTT
 *     3.1.1 anything above zero is a session without end
 * @param receiveMaximum how many unacknowledged QoS 1 and 2 messages the broker may have under way to this link, 1 to
 *     65,534 (MQTT 5 only)
 * @param retainAsPublished whether live messages keep the RETAIN flag of their publisher (MQTT 5 only)
 * @param loop the event loop the link lives on: a Netty event loop group of exactly one thread. Every callback runs on it
 */
public record LinkOptions(
        String clientId,
        boolean freshSession,
        Duration session,
        int receiveMaximum,
        boolean retainAsPublished,
        Executor loop) {

    /** The largest window; 65,535 is the protocol's default, which the HiveMQ client leaves unsaid. */
    public static final int MAX_RECEIVE_MAXIMUM = 65_534;

    private static final long NO_EXPIRY_SECONDS = 0xFFFF_FFFFL;

    /** Whether the broker's session outlives a connection. */
    public boolean keepsSession() {
        return !session.isZero();
    }

    /** MQTT 5's session expiry interval, section 3.1.2.11.2: whole seconds, rounded up. */
    public long sessionSeconds() {
        return Math.min(session.plusNanos(999_999_999).toSeconds(), NO_EXPIRY_SECONDS);
    }
}
