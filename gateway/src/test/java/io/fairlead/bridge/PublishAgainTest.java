package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publish that is sent again, on a node with two loops. */
class PublishAgainTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 2, TestNode.patient(6)).up();
    private final TestClient first = node.client(0).connect("i");

    @AfterEach
    void close() {
        node.close();
    }

    private static void hears(TestClient client, String line) {
        await().untilAsserted(() -> assertThat(client.heard()).contains(line));
    }

    @Test
    void accepted_repeatedAfterAReconnectToAnotherLoop_isAnsweredAndNotPublished() {
        first.publish("p", "a/1", "x", Q1);
        hears(first, "published p broker");
        first.leave();

        TestClient second = node.client(1).connect(first, "i");
        second.publish("p", "a/1", "x", Q1, true);

        hears(second, "published p broker");
        assertThat(broker.published()).hasSize(1);
        assertThat(node.node.meters().sum(loop -> loop.repeatsAnswered)).isEqualTo(1);
    }

    @Test
    void refused_repeated_isRefusedTheSameWay_alsoWhenItWouldNotBeNow() {
        broker.faults().refusePublish("a/1", 135, "not authorized");
        first.publish("p", "a/1", "x", Q1);
        hears(first, "error p broker_refused");
        broker.faults().refuseNothing();

        first.publish("p", "a/1", "x", Q1, true);

        await().untilAsserted(
                        () -> assertThat(first.heard("error p broker_refused")).hasSize(2));
        assertThat(broker.published()).isEmpty();
    }

    @Test
    void qos0_written_repeated_isAnsweredAndNotPublished() {
        first.publish("p", "a/1", "x", Qos.AT_MOST_ONCE);
        hears(first, "published p gateway");

        first.publish("p", "a/1", "x", Qos.AT_MOST_ONCE, true);

        await().untilAsserted(
                        () -> assertThat(first.heard("published p gateway")).hasSize(2));
        assertThat(broker.published()).hasSize(1);
    }

    @Test
    void inFlight_repeatedAfterAReconnectToAnotherLoop_isJoined() {
        broker.faults().holdAcknowledgements();
        first.publish("p", "a/1", "x", Q1);
        await().until(() -> broker.faults().heldAcknowledgements() == 1);

        TestClient second = node.client(1).connect(first, "i");
        second.publish("p", "a/1", "x", Q1, true);
        hears(first, "closed superseded");
        node.settle();
        broker.faults().releaseAcknowledgements();

        hears(second, "published p broker");
        assertThat(broker.published()).hasSize(1);
        assertThat(node.node.meters().sum(loop -> loop.repeatsJoined)).isEqualTo(1);
    }

    @Test
    void waitingForABrokerThatIsAway_repeatedAfterAReconnectToAnotherLoop_isJoined_andOrderIsKept() {
        broker.down();
        node.settle();
        first.publish("p0", "a/1", "t0", Q1);
        first.publish("p1", "a/1", "t1", Q1);
        node.settle();
        first.leave();

        TestClient second = node.client(1).connect(first, "i");
        second.publish("p0", "a/1", "t0", Q1, true);
        second.publish("p1", "a/1", "t1", Q1, true);
        second.publish("p2", "a/1", "t2", Q1);
        node.settle();
        broker.up();

        hears(second, "published p2 broker");
        assertThat(second.heard("published"))
                .containsExactly("published p0 broker", "published p1 broker", "published p2 broker");
        assertThat(broker.published().stream().map(message -> new String(message.payload(), UTF_8)))
                .containsExactly("t0", "t1", "t2");
    }

    @Test
    void outcomeUnknown_repeated_isPublishedAnew() {
        broker.faults().holdAcknowledgements();
        first.publish("p", "a/1", "x", Q1);
        await().until(() -> broker.faults().heldAcknowledgements() == 1);
        broker.flap();
        hears(first, "error p outcome_unknown");
        broker.faults().releaseAcknowledgements();
        node.up();

        first.publish("p", "a/1", "x", Q1, true);

        hears(first, "published p broker");
        assertThat(broker.published()).hasSize(2);
    }

    @Test
    void sameIdWithoutAgain_isPublishedAlways() {
        first.publish("p", "a/1", "x", Q1);
        first.publish("p", "a/1", "x", Q1);

        await().untilAsserted(
                        () -> assertThat(first.heard("published p broker")).hasSize(2));
        assertThat(broker.published()).hasSize(2);
    }

    @Test
    void sameIdOfAnotherPageLoad_isPublished() {
        first.publish("p", "a/1", "x", Q1);
        hears(first, "published p broker");

        TestClient second = node.client(0).connect(first, "another");
        second.publish("p", "a/1", "y", Q1, true);

        hears(second, "published p broker");
        assertThat(broker.published()).hasSize(2);
        hears(first, "closed taken_over");
    }

    @Test
    void ownMessages_publishedBeforeAReconnect_areLeftOutStill() {
        first.publish("p", "own/1", "mine", Q1);
        hears(first, "published p broker");
        TestClient second = node.client(1).connect(first, "i");
        second.subscribe("own/1");
        await().until(() -> !second.heard("subscribed own/1").isEmpty());

        broker.publish(broker.published().get(0));
        broker.publish("own/1", "theirs", Q1);

        await().untilAsserted(() -> assertThat(second.heard("m own/1")).isNotEmpty());
        assertThat(second.heard("m own/1")).singleElement().asString().endsWith(" theirs");
    }

    @Test
    void outcomes_areForgottenAfterTheirAge() {
        NodeSettings.Memory brief = new NodeSettings.Memory(10, Duration.ofMillis(20), 100);
        try (TestNode other = new TestNode(new FakeBroker(), 1, TestNode.remembering(brief)).up()) {
            TestClient client = other.client(0).connect("i");
            client.publish("p", "a/1", "x", Q1);
            hears(client, "published p broker");
            client.leave();

            await().untilAsserted(
                            () -> assertThat(other.node.memories().clients()).isZero());
            assertThat(other.node.memories().size()).isZero();
        }
    }
}
