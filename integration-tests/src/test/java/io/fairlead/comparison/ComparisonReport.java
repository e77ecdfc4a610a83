package io.fairlead.comparison;

import io.fairlead.bench.FanoutPlan;
import io.fairlead.bench.FanoutReport;
import io.fairlead.bench.FanoutResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what a comparison came to: a table for a person, or JSON for a program. */
final class ComparisonReport {

    private ComparisonReport() {}

    /** A heading and a row for each contender. Times are in microseconds, latencies too. */
    static String table(Rounds rounds) {
        StringBuilder table = new StringBuilder(heading(rounds));
        table.append(row(
                "", "µs of CPU", "least – most", "gateway", "broker", "× floor", "least – most", "missing", "p50 µs"));
        for (String contender : rounds.contenders()) {
            table.append(row(rounds, contender));
        }
        return table.toString();
    }

    private static String heading(Rounds rounds) {
        List<FanoutResult> floor = rounds.of(rounds.contenders().get(0));
        FanoutPlan plan = floor.get(0).plan();
        return String.format(
                Locale.ROOT,
                "fan-out to %,d subscribers: CPU of all server processes for each delivery, median of %d alternating runs%n"
                        + "%,d messages of %d bytes at %.0f/s, QoS 0; servers on core %d, load on core %d; receivers %s%n",
                plan.subscribers(),
                floor.size(),
                plan.messages(),
                plan.payloadBytes(),
                plan.perSecond(),
                Cores.SERVERS,
                Cores.LOAD,
                floor.get(0).busyPolling() ? "busy-poll" : "sleep between messages");
    }

    private static String row(Rounds rounds, String contender) {
        Spread cpu = rounds.spread(contender, FanoutResult::cpuPerDelivery);
        Spread ratio = rounds.ratioToFloor(contender);
        return row(
                contender,
                number(cpu.median()),
                range(cpu),
                part(rounds, contender, Cores.GATEWAY),
                part(rounds, contender, Cores.BROKER),
                number(ratio.median()),
                range(ratio),
                String.format(
                        Locale.ROOT,
                        "%.2f %%",
                        100
                                * rounds.spread(contender, FanoutResult::undelivered)
                                        .median()),
                latency(rounds, contender));
    }

    private static String part(Rounds rounds, String contender, String label) {
        return rounds.of(contender).get(0).cpuMicros().containsKey(label)
                ? number(rounds.spread(contender, run -> run.cpuPerDelivery(label))
                        .median())
                : "–";
    }

    private static String latency(Rounds rounds, String contender) {
        Spread p50 = rounds.spread(
                contender, run -> run.latency() == null ? 0 : run.latency().p50());
        return String.format(Locale.ROOT, "%,.0f", p50.median());
    }

    private static String range(Spread spread) {
        return number(spread.least()) + " – " + number(spread.most());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-28s %9s  %-13s %8s %8s  %7s  %-13s %8s %9s", cells)
                + System.lineSeparator();
    }

    /** One object with the runs of each contender, on one line. */
    static String json(Rounds rounds) {
        return rounds.contenders().stream()
                .map(contender -> "\"" + contender + "\":" + runs(rounds, contender))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String runs(Rounds rounds, String contender) {
        return String.format(
                Locale.ROOT,
                "{\"cpuPerDelivery\":%.4f,\"ratioToFloor\":%.4f,\"runs\":[%s]}",
                rounds.spread(contender, FanoutResult::cpuPerDelivery).median(),
                rounds.ratioToFloor(contender).median(),
                rounds.of(contender).stream().map(FanoutReport::json).collect(Collectors.joining(",")));
    }
}
