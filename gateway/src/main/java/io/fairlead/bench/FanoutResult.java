package io.fairlead.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fan-out run came to.
 *
 * @param plan what was asked for
 * @param delivered messages that arrived, counted once for each subscriber
 * @param cpuMicros CPU time of each server process over the counted part, by its label, in microseconds
 * @param latency how long deliveries took from when their message was due; null if none arrived
 * @param busyPolling whether the receivers polled without ever sleeping
 */
public record FanoutResult(
        FanoutPlan plan,
        long delivered,
        Map<String, Long> cpuMicros,
        @Nullable Latency latency,
        boolean busyPolling) {

    /** Percentiles in microseconds. */
    public record Latency(double p50, double p90, double p99, double max) {}

    /** Deliveries there should have been. */
    public long expected() {
        return (long) plan.subscribers() * plan.messages();
    }

    /** The share of the expected deliveries that did not arrive, from 0 to 1. */
    public double undelivered() {
        return (double) (expected() - delivered) / expected();
    }

    /** CPU time of one process for each delivery that arrived, in microseconds. */
    public double cpuPerDelivery(String label) {
        return (double) cpuMicros.getOrDefault(label, 0L) / delivered;
    }

    /** CPU time of all processes together for each delivery that arrived, in microseconds. */
    public double cpuPerDelivery() {
        return (double) cpuMicros.values().stream().mapToLong(Long::longValue).sum() / delivered;
    }
}
