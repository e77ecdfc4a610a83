package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final NodeSettings.Durable BOUNDS =
            new NodeSettings.Durable(8, 10_000, Duration.ofHours(1), 5, Duration.ofMillis(10), false);

    private final FakeBroker broker = new FakeBroker();
    private final TestNode a = node("a");
    private final TestNode b = node("b");

    private TestNode node(String name) {
        TestNode node = new TestNode(broker, 2, TestNode.settings(name, BOUNDS));
        await().until(() -> broker.connected().containsAll(List.of("fl.n." + name + ".0", "fl.n." + name + ".1")));
        node.settle();
        return node;
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private static DurableTab subscribed(TestNode node, String instance) {
        DurableTab tab = new DurableTab(node, 1, "tab", instance).subscribe("durable/a");
        await().until(() -> !tab.client.heard("subscribed").isEmpty());
        return tab;
    }

    private long claims() {
        return broker.published().stream()
                .filter(message -> message.topic().value().startsWith("fairlead/claims/"))
                .count();
    }

    @Test
    void sameNameOnTwoNodes_theOlderIsClosedOnce_andTheNewerGoesOn() {
        DurableTab older = subscribed(a, "i1");
        DurableTab newer = subscribed(b, "i2");

        await().untilAsserted(() -> assertThat(older.client.heard("closed")).containsExactly("closed taken_over"));
        await().untilAsserted(() ->
                assertThat(a.node.meters().sum(loop -> loop.durableLinks)).isZero());
        broker.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);
        await().untilAsserted(() ->
                assertThat(newer.messages()).singleElement().asString().contains("m0"));
        assertThat(newer.client.heard("closed")).isEmpty();
        assertThat(claims()).isEqualTo(2);
    }

    @Test
    void sameInstanceOnAnotherNode_supersedesTheOlder() {
        DurableTab older = subscribed(a, "i1");
        subscribed(b, "i1");

        await().untilAsserted(() -> assertThat(older.client.heard("closed")).containsExactly("closed superseded"));
    }

    @RepeatedTest(20)
    void sameNameOnTwoNodesAtOnce_exactlyOneIsClosed_once() {
        DurableTab one = new DurableTab(a, 0, "tab", "i1").subscribe("durable/a");
        DurableTab two = new DurableTab(b, 0, "tab", "i2").subscribe("durable/a");

        await().until(() -> closed(one) + closed(two) == 1);
        DurableTab winner = closed(one) == 0 ? one : two;
        await().until(() ->
                a.node.meters().sum(loop -> loop.durableLinks) + b.node.meters().sum(loop -> loop.durableLinks) == 1);
        await().until(() -> broker.filtersOf("fl.d.alice.tab").size() == 1);
        broker.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);
        await().untilAsserted(() ->
                assertThat(winner.messages()).singleElement().asString().contains("m0"));
        assertThat(closed(one) + closed(two)).isEqualTo(1);
        assertThat(claims()).isLessThanOrEqualTo(4);
    }

    private static int closed(DurableTab tab) {
        return tab.client.heard("closed").size();
    }

    @Test
    void linkLostWithoutAReason_andNoClaimHeard_isOpenedAgainByItsOwnClaim() {
        DurableTab tab = subscribed(a, "i1");

        broker.flap();

        await().until(() -> claims() == 2);
        broker.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);
        await().untilAsserted(() -> assertThat(tab.messages()).containsExactly("1 m0"));
        assertThat(tab.client.heard("closed")).isEmpty();
    }

    @Test
    void clientGoneWhileTheBrokerIsAway_isNotClaimedWhenItReturns() {
        broker.down();
        a.settle();
        DurableTab gone = subscribed(a, "i1");
        gone.client.leave();
        a.settle();
        DurableTab here = subscribed(b, "i2");
        b.settle();

        broker.up();

        await().until(() -> broker.filtersOf("fl.d.alice.tab").size() == 1);
        broker.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);
        await().untilAsserted(() -> assertThat(here.messages()).containsExactly("1 m0"));
        assertThat(claims()).isEqualTo(1);
        assertThat(here.client.heard("closed")).isEmpty();
    }

    @Test
    void clientGoneBeforeItsClaimIsAnswered_brokerLost_isNotClaimedWhenItReturns() {
        broker.faults().holdAcknowledgements();
        DurableTab gone = new DurableTab(a, 1, "tab", "i1").subscribe("durable/a");
        await().until(() -> broker.faults().heldAcknowledgements() == 1);
        gone.client.leave();
        a.settle();
        broker.down();
        broker.faults().releaseAcknowledgements();
        DurableTab here = subscribed(b, "i2");

        broker.up();

        await().until(() -> broker.filtersOf("fl.d.alice.tab").size() == 1);
        broker.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);
        await().untilAsserted(() -> assertThat(here.messages()).containsExactly("1 m0"));
        a.settle();
        assertThat(claims()).isEqualTo(2);
        assertThat(here.client.heard("closed")).isEmpty();
    }

    @Test
    void claimsTakenByTheBrokerAndNotPassedOn_isSaid() {
        FakeBroker silent = new FakeBroker(MqttVersion.V3_1_1);
        silent.faults().refusePublish("fairlead/claims/+", 135, "not authorized");
        NodeSettings.Durable expiring =
                new NodeSettings.Durable(8, 10_000, Duration.ofHours(1), 5, Duration.ofMillis(10), true);
        try (TestNode node = new TestNode(silent, 1, TestNode.settings("c", expiring)).up()) {
            DurableTab tab = new DurableTab(node, 0, "tab", "i1").subscribe("durable/a");

            await().until(() -> node.node.links().claims().hasComplained());
            await().until(() -> !tab.client.heard("subscribed").isEmpty());
        }
    }

    @Test
    void claimsRefusedByTheBroker_durableClientsAreServedAllTheSame() {
        broker.faults().refuseSubscription("fairlead/claims/+", 135, "not authorized");
        DurableTab tab = subscribed(a, "i1");

        broker.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);

        await().untilAsserted(() -> assertThat(tab.messages()).containsExactly("1 m0"));
    }

    @Test
    void nonsenseAmongTheClaims_isIgnored() {
        DurableTab tab = subscribed(a, "i1");
        for (String text : List.of("", "{", "[]", "{\"link\":\"fl.d.alice.tab\"}")) {
            broker.publish(Message.of(
                    new TopicName("fairlead/claims/x"), text.getBytes(StandardCharsets.UTF_8), Qos.AT_LEAST_ONCE));
        }
        broker.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);

        await().untilAsserted(() -> assertThat(tab.messages()).containsExactly("1 m0"));
        assertThat(tab.client.heard("closed")).isEmpty();
    }
}
