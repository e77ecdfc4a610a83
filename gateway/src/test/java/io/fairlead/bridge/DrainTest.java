package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final int LOOPS = 2;
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, LOOPS).up();
    private final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        node.close();
    }

    private void drain(Duration window) {
        node.node.drain(window, ended::incrementAndGet);
    }

    private List<TestClient> clients(int count) {
        List<TestClient> clients =
                IntStream.range(0, count).mapToObj(i -> node.client(i % LOOPS)).toList();
        clients.forEach(client -> client.subscribe("a/1"));
        await().until(() ->
                clients.stream().noneMatch(c -> c.heard("subscribed").isEmpty()));
        return clients;
    }

    @Test
    void drain_noClients_endsAtOnceWhateverTheWindow() {
        drain(LONG);

        await().until(() -> ended.get() == LOOPS);
    }

    @Test
    void drain_everyClientIsToldAndThenClosed_andTheLastOneEndsIt() {
        List<TestClient> clients = clients(40);

        drain(SHORT);

        await().until(() -> ended.get() == LOOPS);
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.heard())
                        .filteredOn(line -> line.startsWith("draining") || line.startsWith("closed"))
                        .hasSize(2)
                        .last()
                        .isEqualTo("closed draining"));
        List<Long> times = clients.stream()
                .map(client -> Long.parseLong(client.heard("draining ").get(0).substring("draining ".length())))
                .toList();
        assertThat(times).allMatch(time -> time >= SHORT.toMillis() / 4 && time <= SHORT.toMillis() / 2);
        assertThat(times.stream().distinct().count()).isGreaterThan(10);
        assertThat(node.node.sessions()).isZero();
    }

    @Test
    void drain_notices_areSpread_andTheFirstComesAtOnce() {
        List<TestClient> clients = clients(10);

        drain(LONG);

        await().until(() -> told(clients) == LOOPS);
        node.settle();
        assertThat(told(clients)).isEqualTo(LOOPS);
    }

    private static long told(List<TestClient> clients) {
        return clients.stream()
                .filter(client -> !client.heard("draining").isEmpty())
                .count();
    }

    @Test
    void drain_clientsLeaveByThemselves_endsEarly() {
        List<TestClient> clients = clients(4);
        drain(LONG);

        clients.forEach(TestClient::leave);

        await().until(() -> ended.get() == LOOPS);
    }

    @Test
    void drain_publishUnderWay_isAnsweredBeforeTheClose() {
        TestClient client = clients(1).get(0);
        broker.faults().holdAcknowledgements();
        client.publish("p", "a/1", "x", Qos.AT_LEAST_ONCE);
        await().until(() -> broker.faults().heldAcknowledgements() == 1);
        drain(Duration.ofSeconds(2));
        await().until(() -> !client.heard("draining").isEmpty());

        broker.faults().releaseAcknowledgements();

        await().until(() -> ended.get() == LOOPS);
        assertThat(client.heard()).containsSubsequence("published p broker", "closed draining");
    }

    @Test
    void drain_brokerDown_endsWithinTheWindowAllTheSame() {
        TestClient client = clients(1).get(0);
        broker.faults().holdAcknowledgements();
        client.publish("p", "a/1", "x", Qos.AT_LEAST_ONCE);
        await().until(() -> broker.faults().heldAcknowledgements() == 1);
        broker.down();
        node.settle();
        client.publish("q", "a/1", "x", Qos.AT_LEAST_ONCE);

        drain(Duration.ofMillis(100));

        await().until(() -> ended.get() == LOOPS);
        assertThat(client.heard("closed")).containsExactly("closed draining");
    }
}
