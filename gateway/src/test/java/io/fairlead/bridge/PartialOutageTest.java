package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One of the node's links is down, or not up yet, and the others are up. */
class PartialOutageTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;
    private static final String LINK_0 = "fl.n.gw.0";
    private static final String LINK_1 = "fl.n.gw.1";
    private static final String LINK_2 = "fl.n.gw.2";

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 2).up();

    @AfterEach
    void close() {
        node.close();
    }

    private TestClient subscribed(int loop, String channel) {
        TestClient client = node.client(loop);
        client.subscribe(channel);
        await().until(() -> !client.heard("subscribed").isEmpty());
        return client;
    }

    private static void hears(TestClient client, String line, int times) {
        await().untilAsserted(() -> assertThat(client.heard(line)).hasSize(times));
    }

    @Test
    void linkThatIsDown_isToldOnceToAllItServes_whateverTheirLoop_andToNobodyElse() {
        TestClient there = subscribed(1, "a/1");
        TestClient elsewhere = subscribed(0, "a/1");
        TestClient unaffected = subscribed(0, "b/1");
        TestClient listener = node.client(0);

        broker.down(LINK_1);
        hears(there, "broker_down", 1);
        hears(elsewhere, "broker_down", 1);
        broker.publish("b/1", "goes on", Q1);
        hears(unaffected, "m b/1", 1);
        broker.up(LINK_1);

        hears(there, "broker_up", 1);
        hears(elsewhere, "broker_up", 1);
        node.settle();
        assertThat(there.heard("broker_")).containsExactly("broker_down", "broker_up");
        assertThat(elsewhere.heard("broker_")).containsExactly("broker_down", "broker_up");
        assertThat(unaffected.heard("broker_")).isEmpty();
        assertThat(listener.heard("broker_")).isEmpty();
    }

    @Test
    void linkThatWasDownForAMoment_losesNoMessageOfQos1() {
        TestClient elsewhere = subscribed(0, "b/1");
        TestClient there = subscribed(1, "a/1");
        broker.down(LINK_1);
        hears(there, "broker_down", 1);
        broker.publish("a/1", "one", Q1);
        broker.publish("b/1", "two", Q1);
        hears(elsewhere, "m b/1", 1);

        broker.up(LINK_1);

        hears(there, "m a/1 1 a/1 one", 1);
        assertThat(there.heard("gap")).isEmpty();
    }

    @Test
    void linkThatLosesItsSession_isAGapForWhatItServes_andForNothingElse() {
        TestClient elsewhere = subscribed(0, "b/1");
        TestClient there = subscribed(1, "a/1");
        broker.down(LINK_1);
        hears(there, "broker_down", 1);
        broker.loseSessions();

        broker.up(LINK_1);

        hears(there, "gap a/1", 1);
        node.settle();
        assertThat(elsewhere.heard("gap")).isEmpty();
    }

    @Test
    void severalLinksThatMatter_areOneOutage() {
        subscribed(1, "a/1");
        TestClient client = subscribed(0, "a/1");
        broker.down(LINK_1);
        hears(client, "broker_down", 1);
        broker.down(LINK_0);
        node.settle();

        broker.up(LINK_1);
        node.settle();
        assertThat(client.heard("broker_")).containsExactly("broker_down");
        broker.up(LINK_0);

        hears(client, "broker_up", 1);
        assertThat(client.heard("broker_")).containsExactly("broker_down", "broker_up");
    }

    @Test
    void clientThatTakesAChannelOfALinkThatIsDown_isAffectedUntilItLeavesIt() {
        TestClient there = subscribed(1, "a/1");
        broker.down(LINK_1);
        hears(there, "broker_down", 1);
        TestClient client = node.client(0);

        client.subscribe("a/1");
        hears(client, "subscribed a/1 0 pending", 1);
        assertThat(client.heard("broker_")).containsExactly("broker_down");
        client.unsubscribe("a/1");

        hears(client, "broker_up", 1);
    }

    @Test
    void furtherLinkThatIsStillConnecting_isWaitedFor_soThatNothingIsMissed() {
        FakeBroker slow = new FakeBroker();
        slow.stall(LINK_2);
        try (TestNode patient = new TestNode(slow, 2, TestNode.patient(6)).up()) {
            for (String overlapping : new String[] {"a/+", "+/1"}) {
                TestClient other = patient.client(0);
                other.subscribe(overlapping);
                hears(other, "subscribed", 1);
            }
            TestClient client = patient.client(0);
            client.subscribe("a/1");
            await().until(() -> patient.node.links().isOpened(2));
            patient.settle();
            assertThat(client.heard("subscribed")).isEmpty();

            slow.up(LINK_2);
            hears(client, "subscribed", 1);
            slow.publish("a/1", "one", Q1);

            hears(client, "m a/1 1 a/1 one", 1);
            assertThat(client.heard()).contains("subscribed a/1 0").doesNotContain("broker_down");
        }
    }

    @Test
    void furtherLinkThatDoesNotComeUp_isPendingInTheEnd_andServesWhenItDoes() {
        broker.stall(LINK_2);
        subscribed(0, "a/+");
        subscribed(1, "+/1");
        TestClient client = node.client(0);

        client.subscribe("a/1");

        hears(client, "subscribed a/1 0 pending", 1);
        hears(client, "broker_down", 1);
        broker.up(LINK_2);
        hears(client, "broker_up", 1);
        node.settle();
        broker.publish("a/1", "one", Q1);
        hears(client, "m a/1 1 a/1 one", 1);
    }

    @Test
    void furtherLinkThatIsRefused_isPendingAtOnce() {
        broker.down(LINK_2);
        subscribed(0, "a/+");
        subscribed(1, "+/1");
        TestClient client = node.client(0);

        client.subscribe("a/1");

        hears(client, "subscribed a/1 0 pending", 1);
        hears(client, "broker_down", 1);
    }
}
