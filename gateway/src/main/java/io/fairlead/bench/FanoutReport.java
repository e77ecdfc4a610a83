package io.fairlead.bench;

import io.fairlead.bench.FanoutResult.Latency;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes what a fan-out run came to: lines for a person, or JSON for a program. */
public final class FanoutReport {

    private FanoutReport() {}

    /** Lines of text, the last one ended too. */
    public static String text(FanoutResult result) {
        FanoutPlan plan = result.plan();
        StringBuilder text = new StringBuilder();
        line(text, "fan-out", "%s, channel %s", plan.url(), plan.channel());
        line(
                text,
                "load",
                "%,d subscribers, %,d messages of %,d bytes at %,.0f/s after %,d to warm up, QoS 0",
                plan.subscribers(),
                plan.messages(),
                plan.payloadBytes(),
                plan.perSecond(),
                plan.warmup());
        if (plan.stalled() > 0) {
            line(text, "stalled", "%,d more subscribers read nothing; they are not counted below", plan.stalled());
        }
        line(text, "receivers", result.busyPolling() ? "busy-polling" : "asleep between messages");
        line(
                text,
                "delivered",
                "%,d of %,d, %.2f %% missing",
                result.delivered(),
                result.expected(),
                100 * result.undelivered());
        Latency latency = result.latency();
        if (latency != null) {
            line(
                    text,
                    "latency",
                    "p50 %.0f µs, p90 %.0f µs, p99 %.0f µs, max %.0f µs, from when a message was due; one in %d timed",
                    latency.p50(),
                    latency.p90(),
                    latency.p99(),
                    latency.max(),
                    Tally.TIMED_ONE_IN);
        }
        if (!result.cpuMicros().isEmpty()) {
            line(text, "cpu", "%s for each delivery", cpu(result));
        }
        return text.toString();
    }

    private static String cpu(FanoutResult result) {
        StringJoiner parts = new StringJoiner(", ");
        for (String label : result.cpuMicros().keySet()) {
            parts.add(format("%s %.2f µs", label, result.cpuPerDelivery(label)));
        }
        return result.cpuMicros().size() == 1
                ? parts.toString()
                : parts + format(", together %.2f µs", result.cpuPerDelivery());
    }

    private static void line(StringBuilder text, String name, String format, Object... values) {
        text.append(format("%-11s", name)).append(format(format, values)).append('\n');
    }

    /** One JSON object on one line. Times are in microseconds. */
    public static String json(FanoutResult result) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        json.add(format("\"subscribers\":%d", result.plan().subscribers()));
        json.add(format("\"stalled\":%d", result.plan().stalled()));
        json.add(format("\"messages\":%d", result.plan().messages()));
        json.add(format("\"perSecond\":%.1f", result.plan().perSecond()));
        json.add(format("\"payloadBytes\":%d", result.plan().payloadBytes()));
        json.add(format("\"busyPolling\":%b", result.busyPolling()));
        json.add(format("\"expected\":%d", result.expected()));
        json.add(format("\"delivered\":%d", result.delivered()));
        Latency latency = result.latency();
        if (latency != null) {
            json.add(format(
                    "\"latency\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"max\":%.1f}",
                    latency.p50(), latency.p90(), latency.p99(), latency.max()));
        }
        StringJoiner cpu = new StringJoiner(",", "{", "}");
        for (String label : result.cpuMicros().keySet()) {
            cpu.add(format("\"%s\":%.4f", escaped(label), result.cpuPerDelivery(label)));
        }
        return json.add("\"cpuPerDelivery\":" + cpu).toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
