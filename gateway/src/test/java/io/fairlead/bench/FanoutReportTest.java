package io.fairlead.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.bench.FanoutPlan.Protocol;
import io.fairlead.bench.FanoutResult.Latency;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FanoutReportTest {

    private static final FanoutPlan PLAN = new FanoutPlan(
            Protocol.FAIRLEAD,
            URI.create("ws://127.0.0.1:8080/ws"),
            "bench",
            null,
            null,
            1000,
            0,
            500,
            2000,
            100,
            128,
            Duration.ofSeconds(10),
            List.of());

    @Test
    void text_runWithTwoProcesses_namesEachAndBothTogether() {
        String text = FanoutReport.text(result());

        assertThat(text).isEqualTo("""
                        fan-out    ws://127.0.0.1:8080/ws, channel bench
                        load       1,000 subscribers, 2,000 messages of 128 bytes at 100/s after 500 to warm up, QoS 0
                        receivers  busy-polling
                        delivered  1,990,000 of 2,000,000, 0.50 % missing
                        latency    p50 900 µs, p90 1500 µs, p99 2100 µs, max 5000 µs, from when a message was due; one in 16 timed
                        cpu        gateway 3.00 µs, broker 0.50 µs, together 3.50 µs for each delivery
                        """);
    }

    @Test
    void text_noProcessAndNothingTimed_leavesTheirLinesOut() {
        String text = FanoutReport.text(new FanoutResult(PLAN, 0, Map.of(), null, false));

        assertThat(text)
                .contains("receivers  asleep between messages\n", "delivered  0 of 2,000,000, 100.00 % missing\n")
                .doesNotContain("latency", "cpu");
    }

    @Test
    void json_run_isOneObject() {
        String json = FanoutReport.json(result());

        assertThat(json)
                .isEqualTo(
                        "{\"subscribers\":1000,\"stalled\":0,\"messages\":2000,\"perSecond\":100.0,\"payloadBytes\":128,"
                                + "\"busyPolling\":true,\"expected\":2000000,\"delivered\":1990000,"
                                + "\"latency\":{\"p50\":900.0,\"p90\":1500.0,\"p99\":2100.0,\"max\":5000.0},"
                                + "\"cpuPerDelivery\":{\"gateway\":3.0000,\"broker\":0.5000}}");
    }

    private static FanoutResult result() {
        Map<String, Long> cpu = new LinkedHashMap<>();
        cpu.put("gateway", 5_970_000L);
        cpu.put("broker", 995_000L);
        return new FanoutResult(PLAN, 1_990_000, cpu, new Latency(900, 1500, 2100, 5000), true);
    }
}
