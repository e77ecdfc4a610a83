package io.fairlead.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bench.FanoutPlan;
import io.fairlead.bench.FanoutPlan.Protocol;
import io.fairlead.bench.FanoutResult;
import io.fairlead.bench.FanoutResult.Latency;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

    private static final FanoutPlan PLAN = new FanoutPlan(
            Protocol.FLOOR,
            URI.create("ws://127.0.0.1:1/"),
            "bench",
            null,
            null,
            1000,
            0,
            100,
            1000,
            90,
            128,
            Duration.ofSeconds(10),
            List.of());

    @Test
    void table_twoRounds_hasMediansSpreadsAndRatiosOfTheSameRound() {
        String table = ComparisonReport.table(twoRounds());

        assertThat(table.lines().map(String::stripTrailing))
                .containsExactly(
                        "fan-out to 1,000 subscribers: CPU of all server processes for each delivery, median of 2 alternating runs",
                        "1,000 messages of 128 bytes at 90/s, QoS 0; servers on core 0, load on core 1; receivers busy-poll",
                        "                             µs of CPU  least – most   gateway   broker  × floor  least – most   missing    p50 µs",
                        "floor                             3.00  2.00 – 4.00          –        –     1.00  1.00 – 1.00     0.00 %     1,000",
                        "Fairlead                          4.00  3.00 – 5.00       3.50     0.50     1.38  1.25 – 1.50     0.00 %     1,000");
    }

    @Test
    void json_rounds_hasEveryRun() {
        String json = ComparisonReport.json(twoRounds());

        assertThat(json)
                .startsWith("{\"floor\":{\"cpuPerDelivery\":3.0000,\"ratioToFloor\":1.0000,\"runs\":[{")
                .contains("},\"Fairlead\":{\"cpuPerDelivery\":4.0000,\"ratioToFloor\":1.3750,\"runs\":[{")
                .endsWith("}]}}");
    }

    private static Rounds twoRounds() {
        Rounds rounds = new Rounds();
        rounds.add("floor", run(Map.of("floor", 2_000_000L)));
        rounds.add("Fairlead", run(Map.of("gateway", 2_500_000L, "broker", 500_000L)));
        rounds.add("floor", run(Map.of("floor", 4_000_000L)));
        rounds.add("Fairlead", run(Map.of("gateway", 4_500_000L, "broker", 500_000L)));
        return rounds;
    }

    private static FanoutResult run(Map<String, Long> cpu) {
        return new FanoutResult(PLAN, 1_000_000, cpu, new Latency(1000, 1000, 1000, 1000), true);
    }
}
