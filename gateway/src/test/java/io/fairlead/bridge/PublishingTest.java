package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishingTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 1).up();
    private final TestClient client = node.client(0);

    @AfterEach
    void close() {
        node.close();
    }

    private List<String> atBroker() {
        return broker.published().stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "t" + i).toList();
    }

    @Test
    void publish_thatTheBrokerTakes_isPublishedByTheBroker() {
        client.publish("p", "a/1", "x", Q1);

        await().untilAsserted(() -> assertThat(client.heard("published")).containsExactly("published p broker"));
    }

    @Test
    void publish_thatTheBrokerRefuses_isNeverPublished() {
        broker.faults().refusePublish("a/1", 135, "not authorized");

        client.publish("p", "a/1", "x", Q1);

        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error p broker_refused"));
        assertThat(client.heard("published")).isEmpty();
    }

    @Test
    void publishes_beyondTheWindow_waitAndKeepTheirOrder_qos0Behind() {
        broker.faults().holdAcknowledgements();
        for (int i = 0; i < 10; i++) {
            client.publish("p" + i, "a/1", "t" + i, i == 7 ? Qos.AT_MOST_ONCE : Q1);
        }
        await().until(() -> broker.faults().heldAcknowledgements() == 4);
        node.settle();
        assertThat(atBroker()).isEqualTo(texts(4));

        broker.faults().releaseAcknowledgements();

        await().untilAsserted(() -> assertThat(atBroker()).isEqualTo(texts(10)));
        await().untilAsserted(() -> assertThat(client.heard("published")).hasSize(10));
    }

    @Test
    void publishes_beyondWhatMayWaitForASlowBroker_areGivenBack_andNotCalledBrokerDown() {
        broker.faults().holdAcknowledgements();
        for (int i = 0; i < 13; i++) {
            client.publish("p" + i, "a/1", "t" + i, Q1);
        }

        await().untilAsserted(() -> assertThat(client.heard("error")).hasSize(9));
        assertThat(client.heard("error"))
                .startsWith("error p12 rate_limited")
                .allMatch(line -> line.endsWith("limited"));
    }

    @Test
    void publishesDuringAnOutage_beyondWhatMayWait_areGivenBackAtOnce_theOthersAfterAWhile() {
        broker.down();
        node.settle();
        for (int i = 0; i < 10; i++) {
            client.publish("p" + i, "a/1", "t" + i, Q1);
        }

        await().untilAsserted(() -> assertThat(client.heard("error")).hasSize(10));
        assertThat(client.heard("error"))
                .startsWith("error p8 broker_down", "error p9 broker_down", "error p0 broker_down")
                .allMatch(line -> line.endsWith(" broker_down"));
    }

    @Test
    void publish_inFlightWhenTheLinkIsLost_hasAnUnknownOutcome() {
        broker.faults().holdAcknowledgements();
        client.publish("p", "a/1", "x", Q1);
        await().until(() -> broker.faults().heldAcknowledgements() == 1);

        broker.down();

        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error p outcome_unknown"));
    }

    @Test
    void publishesDuringAnOutage_waitInOrder_andGoOutWhenTheBrokerReturns() {
        broker.down();
        node.settle();
        client.publish("p0", "a/1", "t0", Q1);
        client.publish("p1", "a/1", "t1", Q1);
        node.settle();

        broker.up();

        await().untilAsserted(() ->
                assertThat(client.heard("published")).containsExactly("published p0 broker", "published p1 broker"));
        assertThat(atBroker()).isEqualTo(texts(2));
    }

    @Test
    void publishToABrokerThatStaysAway_isGivenBack_andQos0AtOnce() {
        broker.down();
        node.settle();
        client.publish("p1", "a/1", "x", Q1);
        client.publish("p0", "a/1", "x", Qos.AT_MOST_ONCE);

        await().untilAsserted(() ->
                assertThat(client.heard("error")).containsExactly("error p0 broker_down", "error p1 broker_down"));
        assertThat(broker.published()).isEmpty();
    }
}
