package io.fairlead.bridge;

import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.MqttVersion;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the node reaches the broker, and the log lines that say so: one when it is lost, one when it is back, whatever the
 * number of links and of attempts. A single link that does not come back while others are up has a line of its own. Any
 * thread.
 */
final class BrokerHealth {

    private static final Logger log = LoggerFactory.getLogger(BrokerHealth.class);

    private final Set<Integer> up = new HashSet<>();
    private final Set<Integer> complained = new HashSet<>();
    private boolean saidLost;
    private boolean closing;
    private boolean reached;

    /** Whether at least one shared link is up. */
    synchronized boolean isUp() {
        return !up.isEmpty();
    }

    /** Whether it is known that no shared link is up, since attempts have failed or links were lost. */
    synchronized boolean isLost() {
        return saidLost && up.isEmpty();
    }

    /** Whether a link has been up since the node started. */
    synchronized boolean wasReached() {
        return reached;
    }

    /** The node closes its links itself; there is nothing to say of that. */
    synchronized void closing() {
        closing = true;
    }

    synchronized void onUp(int link, LinkUp told) {
        boolean first = up.isEmpty();
        up.add(link);
        reached = true;
        complained.remove(link);
        saidLost = false;
        if (first) {
            log.info(
                    "connected to the broker at {} by MQTT {}; it takes {} publishes of QoS 1 and 2 at a time from each link",
                    told.address(),
                    told.version() == MqttVersion.V5 ? "5" : "3.1.1",
                    told.receiveMaximum());
        }
    }

    synchronized void onDown(int link, LinkDown down) {
        up.remove(link);
        if (closing) {
            return;
        }
        if (up.isEmpty()) {
            sayLost(down);
        } else if (!down.wasUp() && complained.add(link)) {
            log.warn(
                    "link {} of several to the broker does not come up: {}. The gateway goes on trying; what the link serves"
                            + " waits for it",
                    link,
                    down.why());
        }
    }

    private void sayLost(LinkDown down) {
        if (!saidLost) {
            saidLost = true;
            log.warn(
                    "no connection to the broker: {}. The gateway goes on trying; clients stay connected, their subscriptions"
                            + " are restored when the broker is back, and publishes of QoS 1 and 2 wait for a while",
                    down.why());
        }
    }
}
