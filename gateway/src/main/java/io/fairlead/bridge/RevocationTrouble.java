package io.fairlead.bridge;

import io.fairlead.identity.revocation.Revocations;
import io.fairlead.session.Reason;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says where nodes do not hear of each other's revocations, and not more often than somebody reads it. For one thread. */
final class RevocationTrouble {

    private static final Logger log = LoggerFactory.getLogger(RevocationTrouble.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final TopicFilter filter;
    private boolean saidRefused;
    private long quietUntil = System.nanoTime();

    RevocationTrouble(TopicFilter filter) {
        this.filter = filter;
    }

    void malformed(TopicName topic, String why) {
        if (speaks()) {
            log.warn("a message at {} is no revocation and is ignored: {}", topic, why);
        }
    }

    void full() {
        if (speaks()) {
            log.error(
                    "another gateway has revoked credentials, and this one cannot keep it: it holds {} revocations, as many as"
                            + " it may. Lift some that are not needed",
                    Revocations.MOST);
        }
    }

    private boolean speaks() {
        long now = System.nanoTime();
        boolean speaks = now - quietUntil >= 0;
        if (speaks) {
            quietUntil = now + PAUSE_NANOS;
        }
        return speaks;
    }

    /** The broker does not let the nodes speak to each other. */
    Spread refused(String why) {
        if (!saidRefused) {
            saidRefused = true;
            log.warn(
                    "gateways cannot tell each other of revoked credentials by {}: {}. A revocation counts only on the gateway"
                            + " that was told it; let the gateway's user publish and subscribe there",
                    filter,
                    why);
        }
        return new Spread.NotTold(Reason.BROKER_REFUSED, why);
    }

    /** Some brokers take subscriptions and publishes well that their rules forbid, and pass nothing on. */
    Spread notPassedOn() {
        return new Spread.NotTold(
                Reason.TIMEOUT,
                "the broker has not passed it on in time; if it never does, let the gateway's user publish and subscribe"
                        + " under " + filter);
    }
}
