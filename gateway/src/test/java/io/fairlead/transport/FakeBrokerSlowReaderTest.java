package io.fairlead.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.metrics.PlainCounter;
import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One client stops reading its socket: the others lose nothing, and what waits for it is bounded. */
@ExtendWith(NoLeaks.class)
class FakeBrokerSlowReaderTest {
    private static final String BULK = "x".repeat(32 * 1024);
    /** Far more than the operating system keeps for a socket. */
    private static final int MOST = 1_000;

    private static final long BOUND = 1 << 20;

    private final FakeBroker broker = new FakeBroker();
    private final TestGateway gateway = TestGateway.start(broker).awaitBroker();

    @AfterEach
    void end() {
        gateway.close();
        broker.close();
    }

    @Test
    void stalledReader_ofARouteThatDropsTheOldest_isToldWhatItLostOnceItReads() {
        try (JsonClient stalled = gateway.connect();
                JsonClient other = gateway.connect()) {
            List.of(stalled, other).forEach(client -> client.subscribe("feed/a"));
            stalled.stall();

            int published = publishUntil("feed/a", loop -> loop.droppedOldest, other);

            other.await("\"pos\":" + published + ",");
            assertThat(messages(other)).isEqualTo(published);
            await().until(() -> gateway.count(loop -> loop.delivered)
                            + gateway.count(loop -> loop.heldMessages)
                            + gateway.count(loop -> loop.droppedOldest)
                    == 2L * published);
            assertThat(gateway.count(loop -> loop.heldBytes)).isBetween(1L, BOUND);
            long dropped = gateway.count(loop -> loop.droppedOldest);
            stalled.resume();
            stalled.await("\"dropped\"", "\"channel\":\"feed/a\"", "\"count\":" + dropped + ",", "\"why\":\"slow\"");
            stalled.await("\"pos\":" + published + ",");
            assertThat(messages(stalled)).isEqualTo(published - dropped);
        }
    }

    @Test
    void stalledReader_ofARouteThatKeepsTheLatest_hasTheLatestOfEachChannelOnceItReads() {
        try (JsonClient stalled = gateway.connect();
                JsonClient other = gateway.connect()) {
            List.of(stalled, other).forEach(client -> client.subscribe("state/+"));
            stalled.stall();

            int published = publishUntil("state/a", loop -> loop.droppedLatest, other);
            broker.publish("state/b", "newest", Qos.AT_LEAST_ONCE);

            other.await("\"newest\"");
            assertThat(messages(other)).isEqualTo(published + 1);
            stalled.resume();
            stalled.await("\"newest\"");
            stalled.await("\"pos\":" + published + ",");
        }
    }

    @Test
    void stalledReader_ofARouteThatDisconnects_isClosed_andNobodyElse() {
        try (JsonClient stalled = gateway.connect();
                JsonClient other = gateway.connect()) {
            List.of(stalled, other).forEach(client -> client.subscribe("chat/a"));
            stalled.stall();

            int published = publishUntil("im/room/a/msg", loop -> loop.droppedDisconnect, other);

            other.await("\"pos\":" + published + ",");
            assertThat(messages(other)).isEqualTo(published);
            stalled.resume();
            stalled.awaitClose();
            assertThat(other.isOpen()).isTrue();
        }
    }

    /** Publishes no faster than one client reads: one that is behind for a moment would lose by the route's policy too. */
    private int publishUntil(String topic, Function<LoopMeters, PlainCounter> happens, JsonClient reader) {
        int published = 0;
        while (gateway.count(happens) == 0) {
            assertThat(published).isLessThan(MOST);
            broker.publish(topic, BULK, Qos.AT_LEAST_ONCE);
            String pos = "\"pos\":" + ++published + ",";
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> lastFrame(reader).contains(pos));
        }
        return published;
    }

    private static String lastFrame(JsonClient client) {
        List<String> frames = client.frames();
        return frames.get(frames.size() - 1);
    }

    private static long messages(JsonClient client) {
        return client.frames().stream()
                .filter(frame -> frame.startsWith("{\"type\":\"message\""))
                .count();
    }
}
