package io.fairlead.comparison;

import java.util.List;

/**
 * What one run of a relay came to.
 *
 * @param arrived of the messages that counted
 * @param p50 median of the microseconds from when a message was due until it arrived
 * @param cpuMicros CPU time of each server process, the gateway first where there is one
 */
record RelayRun(long arrived, double p50, double p99, List<Long> cpuMicros) {

    /** Reads the line that {@code relay_load} prints. */
    static RelayRun parse(String line) {
        String[] words = line.strip().split(" ", -1);
        List<Long> micros = List.of(words).subList(3, words.length).stream()
                .map(Long::parseLong)
                .toList();
        return new RelayRun(
                Long.parseLong(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]), micros);
    }

    /** CPU time of all processes for each message that arrived, in microseconds. */
    double cpu() {
        return (double) cpuMicros.stream().mapToLong(Long::longValue).sum() / arrived;
    }

    /** That of the broker alone. */
    double broker() {
        return (double) cpuMicros.get(cpuMicros.size() - 1) / arrived;
    }

    /** That of what stands before the broker. */
    double before() {
        return cpu() - broker();
    }
}
