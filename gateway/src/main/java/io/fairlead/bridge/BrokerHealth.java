package io.fairlead.bridge;

import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkUp;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the node reaches the broker, and the log lines that say so: one when it is lost, one when it is back. Any thread. */
final class BrokerHealth {

    private static final Logger log = LoggerFactory.getLogger(BrokerHealth.class);

    private final Set<Integer> up = new HashSet<>();
    private final Set<Integer> complained = new HashSet<>();

    /** Whether at least one shared link is up. */
    synchronized boolean isUp() {
        return !up.isEmpty();
    }

    synchronized void onUp(int link, LinkUp told) {
        boolean first = up.isEmpty();
        up.add(link);
        complained.remove(link);
        if (first) {
            log.info(
                    "connected to the broker at {}: MQTT {}, at most {} publishes of QoS 1 and 2 at a time on each of the"
                            + " node's links",
                    told.address(),
                    told.version() == io.fairlead.broker.MqttVersion.V5 ? "5" : "3.1.1",
                    told.receiveMaximum());
        }
    }

    synchronized void onDown(int link, LinkDown down) {
        boolean wasUp = up.remove(link);
        if (!complained.add(link)) {
            return;
        }
        if (up.isEmpty() && (wasUp || complained.size() == 1)) {
            log.warn(
                    "no connection to the broker: {}. The gateway goes on trying; clients stay connected, their subscriptions"
                            + " are restored when the broker is back, and publishes of QoS 1 and 2 wait for a while",
                    down.why());
        } else if (!up.isEmpty()) {
            log.warn("link {} to the broker is down, others are up: {}", link, down.why());
        }
    }
}
