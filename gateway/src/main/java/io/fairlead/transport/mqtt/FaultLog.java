package io.fairlead.transport.mqtt;

import io.fairlead.identity.Peer;
import io.fairlead.wire.mqtt.MqttFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log lines about clients that broke MQTT's rules: for those of 3.1.1, which can be told nothing, the only word about it. One
 * line a second at most for each loop, which says how many were left out.
 */
final class FaultLog {
    private static final Logger log = LoggerFactory.getLogger(FaultLog.class);
    private static final long PAUSE_TICKS = 1_000 / Deadlines.TICK_MILLIS;

    private long next;
    private long leftOut;

    void write(Peer peer, MqttFault fault, long tick) {
        if (tick < next) {
            leftOut++;
            return;
        }
        next = tick + PAUSE_TICKS;
        log.info(
                "closed the client {} of listener {} (leg client): {}{}",
                peer.address(),
                peer.listener(),
                fault.why(),
                leftOut == 0 ? "" : "; " + leftOut + " more such clients were not written down");
        leftOut = 0;
    }
}
