package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DurableLinkTest {

    private static final String ID = "fl.d.alice.tab";

    private static final NodeSettings.Durable BOUNDS =
            new NodeSettings.Durable(4, 1_000, Duration.ofHours(1), 2, Duration.ofMillis(20), false);

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 2, TestNode.settings("gw", BOUNDS)).up();

    @AfterEach
    void close() {
        node.close();
    }

    private static TestNode other(FakeBroker broker, NodeSettings.Durable bounds) {
        TestNode node = new TestNode(broker, 1, TestNode.settings("other", bounds));
        await().until(() -> broker.connected().contains("fl.n.other.0"));
        node.settle();
        return node;
    }

    private DurableTab tab(int loop) {
        return new DurableTab(node, loop, "tab", "");
    }

    private DurableTab subscribed(String channel) {
        return heardSubscribed(tab(0).subscribe(channel));
    }

    private static DurableTab heardSubscribed(DurableTab tab) {
        await().until(() -> !tab.client.heard("subscribed").isEmpty());
        return tab;
    }

    private void publish(String topic, int from, int to) {
        IntStream.range(from, to).forEach(i -> broker.publish(topic, "m" + i, Qos.AT_LEAST_ONCE));
    }

    private static void awaitMessages(DurableTab tab, String... messages) {
        await().untilAsserted(() -> assertThat(tab.messages()).containsExactly(messages));
    }

    @Test
    void firstSubscribe_ofAClient_opensASessionOfItsOwn_withNothingKept() {
        DurableTab tab = subscribed("durable/a");

        assertThat(tab.client.heard("subscribed"))
                .containsExactly("subscribed durable/a " + tab.epoch() + " recovered=false");
        assertThat(broker.connected()).contains(ID);
        publish("durable/a", 0, 2);
        awaitMessages(tab, "1 m0", "2 m1");
    }

    @Test
    void keptSessionWithoutItsFilters_asAfterACrash_isSubscribedAgain() {
        DurableTab tab = subscribed("durable/a");
        broker.down();
        node.settle();
        broker.loseFilters(ID);

        broker.up();

        await().until(() -> broker.filtersOf(ID).contains(new TopicFilter("durable/a")));
        publish("durable/a", 0, 1);
        awaitMessages(tab, "1 m0");
    }

    @Test
    void wildcard_messagesBearTheFilter_andOneCountForAllChannels() {
        DurableTab tab = subscribed("durable/a/+").subscribe("durable/b");
        await().until(() -> tab.client.heard("subscribed").size() == 2);

        publish("durable/a/x", 0, 1);
        publish("durable/b", 1, 2);

        await().untilAsserted(() -> assertThat(tab.client.heard("d "))
                .containsExactly("d durable/a/+ 1 durable/a/x m0", "d durable/b 2 durable/b m1"));
    }

    @Test
    void unacknowledged_clientBackOnAnotherLoop_comesAgainUnderItsNumber_afterItsOwnAck() {
        DurableTab first = subscribed("durable/a");
        publish("durable/a", 0, 3);
        awaitMessages(first, "1 m0", "2 m1", "3 m2");
        first.client.leave();

        DurableTab second = tab(1).subscribe("durable/a", first.epoch(), 1, RetainedMode.ALL);

        awaitMessages(second, "2 m1", "3 m2");
        assertThat(second.client.heard("subscribed"))
                .containsExactly("subscribed durable/a " + first.epoch() + " recovered=true");
        assertThat(broker.connected()).contains(ID);
    }

    @Test
    void clientGone_messagesMeanwhile_waitForIt() {
        DurableTab first = subscribed("durable/a");
        first.client.leave();
        node.settle();
        publish("durable/a", 0, 2);

        awaitMessages(tab(1).subscribe("durable/a"), "1 m0", "2 m1");
    }

    @Test
    void channelNotNamedAgain_stillComes_andEndsWhenItIsUnsubscribed() {
        DurableTab first = subscribed("durable/a").subscribe("durable/b");
        await().until(() -> first.client.heard("subscribed").size() == 2);
        first.client.leave();

        DurableTab second = heardSubscribed(tab(0).subscribe("durable/a"));
        publish("durable/b", 0, 1);
        awaitMessages(second, "1 m0");
        second.client.unsubscribe("durable/b");

        await().until(() -> broker.filtersOf(ID).size() == 1);
        publish("durable/b", 1, 2);
        publish("durable/a", 2, 3);
        awaitMessages(second, "1 m0", "2 m2");
    }

    @Test
    void windowFull_linkIsPaused_andGoesOnAsTheClientAcknowledges_nothingLostOrRepeatedUnmarked() {
        DurableTab tab = subscribed("durable/a");
        IntStream.range(0, 30).forEach(i -> broker.publish("durable/a", "x".repeat(600) + i, Qos.AT_LEAST_ONCE));
        await().until(() -> node.node.meters().sum(loop -> loop.durablePaused) == 1);
        assertThat(tab.messages()).hasSizeLessThanOrEqualTo(2);
        assertThat(node.node.meters().sum(loop -> loop.unacknowledgedBytes)).isBetween(1_200L, 1_204L);

        await().untilAsserted(() -> {
            tab.ack(tab.messages().size());
            assertThat(tab.messages()).hasSize(30);
        });
        assertThat(tab.messages().stream()
                        .map(line -> line.substring(line.lastIndexOf('x') + 1).replace(" repeat", "")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).mapToObj(String::valueOf).toList());
        await().untilAsserted(() ->
                assertThat(node.node.meters().sum(loop -> loop.durablePaused)).isZero());
    }

    @Test
    void windowFull_clientAway_holdsNoMoreThanTheWindow() {
        DurableTab first = subscribed("durable/a");
        first.client.leave();
        node.settle();
        IntStream.range(0, 30).forEach(i -> broker.publish("durable/a", "x".repeat(600) + i, Qos.AT_LEAST_ONCE));

        await().until(() -> node.node.meters().sum(loop -> loop.durablePaused) == 1);
        assertThat(node.node.meters().sum(loop -> loop.unacknowledged)).isEqualTo(2);
    }

    @Test
    void clientThatDoesNotRead_isSentNothing_andGetsAllOnceItReads() {
        DurableTab tab = subscribed("durable/a");
        tab.client.pending(10_000);
        publish("durable/a", 0, 3);
        await().until(() -> node.node.meters().sum(loop -> loop.unacknowledged) == 3);
        node.settle();
        assertThat(tab.messages()).isEmpty();

        tab.client.pending(0);

        awaitMessages(tab, "1 m0", "2 m1", "3 m2");
    }

    @Test
    void linkLost_sessionKept_repeatsAreNotSentAgain_andWhatWasAcknowledgedMeanwhileIsNot() {
        DurableTab tab = subscribed("durable/a");
        publish("durable/a", 0, 3);
        awaitMessages(tab, "1 m0", "2 m1", "3 m2");
        broker.down();
        tab.ack(2);
        node.settle();

        broker.up();
        publish("durable/a", 3, 4);

        awaitMessages(tab, "1 m0", "2 m1", "3 m2", "4 m3");
        tab.ack(4);
        await().until(() -> node.node.meters().sum(loop -> loop.unacknowledged) == 0);
        broker.flap();
        publish("durable/a", 4, 5);
        awaitMessages(tab, "1 m0", "2 m1", "3 m2", "4 m3", "5 m4");
        assertThat(tab.client.heard("gap")).isEmpty();
    }

    @Test
    void sessionLost_anotherEpochBegins_andIsTold_andChannelsAreSubscribedAgain() {
        DurableTab tab = subscribed("durable/a");
        String epoch = tab.epoch();
        publish("durable/a", 0, 1);
        awaitMessages(tab, "1 m0");
        broker.down();
        broker.loseSessions();

        broker.up();

        await().until(() -> tab.client.heard("gap").size() == 1);
        assertThat(tab.epoch()).isNotEqualTo(epoch);
        await().until(() -> broker.filtersOf(ID).size() == 1);
        publish("durable/a", 1, 2);
        awaitMessages(tab, "1 m0", "1 m1");
    }

    @Test
    void brokerAway_subscribed_isPending_andWorksWhenItReturns() {
        broker.down();
        node.settle();
        DurableTab tab = heardSubscribed(tab(0).subscribe("durable/a"));
        assertThat(tab.client.heard("subscribed")).containsExactly("subscribed durable/a " + tab.epoch() + " pending");

        broker.up();

        await().until(() -> broker.filtersOf(ID).size() == 1);
        publish("durable/a", 0, 1);
        awaitMessages(tab, "1 m0");
        assertThat(tab.client.heard("gap")).isEmpty();
    }

    @Test
    void sessionOfAnotherNode_isTakenUp_withWhatCameMeanwhile() {
        DurableTab first = subscribed("durable/a");
        publish("durable/a", 0, 2);
        awaitMessages(first, "1 m0", "2 m1");
        first.ack(1);
        await().until(() -> node.node.meters().sum(loop -> loop.unacknowledged) == 1);
        first.client.leave();
        node.settle();

        try (TestNode other = other(broker, BOUNDS)) {
            DurableTab second = new DurableTab(other, 0, "tab", "");
            second.subscribe("durable/a", first.epoch(), 1, RetainedMode.ALL);

            awaitMessages(second, "1 m1 repeat");
            assertThat(second.client.heard("subscribed"))
                    .containsExactly("subscribed durable/a " + second.epoch() + " recovered=true");
            assertThat(second.epoch()).isNotEqualTo(first.epoch());
            await().until(() -> node.node.meters().sum(loop -> loop.durableLinks) == 0);
        }
    }

    @Test
    void sessionOfAnotherNode_withMoreThanTheWindowHolds_saysThatItWasKept() {
        DurableTab first = subscribed("durable/a");
        first.client.leave();
        node.settle();
        broker.flap(ID);
        await().until(() -> !broker.connected().contains(ID));
        IntStream.range(0, 9).forEach(i -> broker.publish("durable/a", "x".repeat(600), Qos.AT_LEAST_ONCE));

        DurableTab second = heardSubscribed(tab(0).subscribe("durable/a", first.epoch(), 0, RetainedMode.ALL));

        assertThat(second.client.heard("subscribed").get(0)).endsWith("recovered=true");
    }

    @Test
    void narrowerChannel_isServedByTheWider_andBecomesItsOwnWhenThatEnds() {
        DurableTab tab = subscribed("durable/a/x").subscribe("durable/a/#");
        await().until(() -> broker.filtersOf(ID).toString().equals("[durable/a/#]"));

        tab.client.unsubscribe("durable/a/#");

        await().until(() -> broker.filtersOf(ID).toString().equals("[durable/a/x]"));
        publish("durable/a/x", 0, 1);
        awaitMessages(tab, "1 m0");
    }

    @Test
    void channelThatOverlapsInPart_isRefused() {
        DurableTab tab = subscribed("durable/+/x").subscribe("durable/a/+");

        await().untilAsserted(() -> assertThat(tab.client.heard("error")).containsExactly("error  not_supported"));
    }

    @Test
    void oneClientTooMany_isRefused_untilAnotherEnds() {
        subscribed("durable/a");
        heardSubscribed(new DurableTab(node, 0, "tab2", "").subscribe("durable/a"));
        DurableTab third = new DurableTab(node, 1, "tab3", "").subscribe("durable/a");

        await().untilAsserted(
                        () -> assertThat(third.client.heard("error")).containsExactly("error  too_many_subscriptions"));
    }

    @Test
    void filterRefusedByTheBroker_isAnError() {
        broker.faults().refuseSubscription("durable/no", 135, "not authorized");
        DurableTab tab = tab(0).subscribe("durable/no");

        await().untilAsserted(() -> assertThat(tab.client.heard("error")).containsExactly("error  broker_refused"));
    }

    @Test
    void retainedMessage_isReplayedToWhomComesAnew_notToWhomNothingIsMissing() {
        broker.publish(new Message(
                new TopicName("durable/a"),
                "kept".getBytes(StandardCharsets.UTF_8),
                Qos.AT_LEAST_ONCE,
                true,
                -1,
                null,
                null,
                null,
                List.of()));
        DurableTab first = subscribed("durable/a");
        awaitMessages(first, "1 kept retained");
        first.ack(1);
        first.client.leave();

        DurableTab second = heardSubscribed(tab(0).subscribe("durable/a", first.epoch(), 1, RetainedMode.ALL));
        publish("durable/a", 0, 1);

        awaitMessages(second, "2 m0");
    }

    @Test
    void lingerOver_linkIsClosed_andTheSessionStays() {
        NodeSettings.Durable brief =
                new NodeSettings.Durable(4, 1_000, Duration.ofMillis(1), 2, Duration.ofMillis(20), false);
        try (TestNode other = other(broker, brief)) {
            DurableTab tab = heardSubscribed(new DurableTab(other, 0, "brief", "").subscribe("durable/a"));

            tab.client.leave();

            await().until(() -> !broker.connected().contains("fl.d.alice.brief"));
            publish("durable/a", 0, 1);
            awaitMessages(new DurableTab(other, 0, "brief", "").subscribe("durable/a"), "1 m0");
        }
    }

    @Test
    void lingeringLink_lost_isNotOpenedAgain() {
        DurableTab tab = subscribed("durable/a");
        tab.client.leave();
        node.settle();

        broker.flap();

        await().until(() -> node.node.meters().sum(loop -> loop.durableLinks) == 0);
        assertThat(broker.connected()).doesNotContain(ID);
    }

    @Test
    void mqtt311_withoutExpiryAtTheBroker_isRefused_andServedWithIt() {
        FakeBroker old = new FakeBroker(MqttVersion.V3_1_1);
        try (TestNode other = other(old, BOUNDS)) {
            DurableTab tab = new DurableTab(other, 0, "tab", "").subscribe("durable/a");
            await().untilAsserted(() -> assertThat(tab.client.heard("error")).containsExactly("error  not_supported"));
            assertThat(old.connected()).doesNotContain(ID);
        }
        NodeSettings.Durable expiring =
                new NodeSettings.Durable(4, 1_000, Duration.ofMillis(1), 2, Duration.ofMillis(20), true);
        try (TestNode other = other(old, expiring)) {
            DurableTab tab = heardSubscribed(new DurableTab(other, 0, "tab", "").subscribe("durable/a"));
            old.publish("durable/a", "m0", Qos.AT_LEAST_ONCE);
            awaitMessages(tab, "1 m0");
        }
    }
}
