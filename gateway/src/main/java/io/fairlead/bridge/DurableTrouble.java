package io.fairlead.bridge;

import io.fairlead.broker.LinkDown;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why links of durable clients do not come up while the broker is there, which only its operator can mend; once a minute
 * at most, whatever the number of clients. Any thread.
 */
final class DurableTrouble {

    private static final Logger log = LoggerFactory.getLogger(DurableTrouble.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean said;
    private long saidAt;
    private long since;

    /** An attempt failed; returns whether that was said. */
    synchronized boolean tell(LinkDown down, long nowNanos) {
        if (said && nowNanos - saidAt < QUIET_NANOS) {
            since++;
            return false;
        }
        log.warn(
                "a durable client's session cannot be taken up: {}. The gateway goes on trying; what the client subscribes to is"
                        + " pending until then. Attempts that failed since this was last said: {}",
                down.why(),
                since);
        said = true;
        saidAt = nowNanos;
        since = 0;
        return true;
    }
}
