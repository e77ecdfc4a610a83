package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.metrics.Meters;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import io.fairlead.topic.UserProperty;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanOutTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 3).up();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void thousandSubscribersOfOneChannel_costTheBrokerOneSubscription_andOneEncodingAMessage() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            TestClient client = node.client(i % 3);
            client.subscribe("fresh/1");
            clients.add(client);
        }
        await().until(() ->
                clients.stream().noneMatch(c -> c.heard("subscribed").isEmpty()));

        broker.publish("fresh/1", "hello", Q1);

        await().untilAsserted(() -> assertThat(clients)
                .allSatisfy(client -> assertThat(client.heard("m ")).containsExactly("m fresh/1 1 fresh/1 hello")));
        assertThat(node.subscriptions()).isEqualTo(1);
        assertThat(node.format.encoded).hasValue(1);
        Meters meters = node.node.meters();
        assertThat(meters.sum(loop -> loop.delivered)).isEqualTo(1000);
        assertThat(meters.sum(loop -> loop.subscriptions)).isEqualTo(1000);
    }

    @Test
    void idleChannelThatOutlivesAnotherOfItsTopic_isServedWhenSomebodyComesBack() {
        TestClient first = node.client(0);
        TestClient second = node.client(0);
        first.subscribe("a/1");
        second.subscribe("alias/a/1");
        await().until(() -> !first.heard("subscribed").isEmpty()
                && !second.heard("subscribed").isEmpty());
        first.leave();
        second.leave();
        await().until(() -> node.node.meters().sum(loop -> loop.channels) == 1);

        TestClient late = node.client(0);
        late.subscribe("alias/a/1");

        await().until(() -> !late.heard("subscribed").isEmpty());
        broker.publish("a/1", "hello", Q1);
        await().untilAsserted(() -> assertThat(late.heard("m ")).hasSize(1));
    }

    @Test
    void overlappingSubscriptions_bringOneCopyForEach_evenWhereTheBrokerCopies() {
        broker.copyForEachFilter(true);
        TestClient client = node.client(0);
        List.of("a/#", "a/1", "+/1").forEach(client::subscribe);
        await().until(() -> client.heard("subscribed").size() == 3);

        broker.publish("a/1", "x", Q1);

        await().untilAsserted(() -> assertThat(client.heard("m "))
                .containsExactlyInAnyOrder("m a/# 1 a/1 x", "m a/1 1 a/1 x", "m +/1 1 a/1 x"));
        node.settle();
        assertThat(client.heard("m ")).hasSize(3);
    }

    @Test
    void secondSubscriber_isToldWhereTheChannelCounts() {
        TestClient first = node.client(0);
        first.subscribe("fresh/1");
        await().until(() -> !first.heard("subscribed").isEmpty());
        broker.publish("fresh/1", "x", Q1);
        await().until(() -> !first.heard("m ").isEmpty());

        TestClient second = node.client(1);
        second.subscribe("fresh/1");

        await().untilAsserted(() -> assertThat(second.heard("subscribed")).containsExactly("subscribed fresh/1 1"));
    }

    @Test
    void lastSubscriber_leaves_andTheFilterIsLeftALittleLater() {
        TestClient client = node.client(1);
        client.subscribe("fresh/1");
        await().until(() -> broker.filtersOf("fl.n.gw.1").contains(new TopicFilter("fresh/1")));

        client.leave();

        await().untilAsserted(() -> assertThat(node.subscriptions()).isZero());
        assertThat(node.node.meters().sum(loop -> loop.channels)).isZero();
        assertThat(node.node.meters().sum(loop -> loop.filters)).isZero();
    }

    @Test
    void clientThatComesBackBeforeTheFilterIsLeft_findsTheSameNumbering() {
        TestClient client = node.client(0);
        client.subscribe("fresh/1");
        await().until(() -> !client.heard("subscribed").isEmpty());
        broker.publish("fresh/1", "x", Q1);
        await().until(() -> !client.heard("m ").isEmpty());

        client.unsubscribe("fresh/1");
        client.subscribe("fresh/1");

        await().untilAsserted(() ->
                assertThat(client.heard("subscribed")).containsExactly("subscribed fresh/1 0", "subscribed fresh/1 1"));
    }

    @Test
    void brokerThatRefusesTheFilter_refusesTheJoinersAndIsAskedAgainNextTime() {
        broker.faults().refuseSubscription("no/1", 135, "not authorized");
        TestClient client = node.client(0);
        client.subscribe("no/1");
        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error  broker_refused"));

        broker.faults().refuseNothing();
        client.subscribe("no/1");

        await().untilAsserted(() -> assertThat(client.heard("subscribed")).containsExactly("subscribed no/1 0"));
        broker.publish("no/1", "x", Q1);
        await().untilAsserted(() -> assertThat(client.heard("m ")).containsExactly("m no/1 1 no/1 x"));
    }

    @Test
    void clientThatFails_costsNobodyElseAnything() {
        TestClient bad = node.client(0);
        TestClient good = node.client(0);
        bad.subscribe("fresh/1");
        good.subscribe("fresh/1");
        await().until(() -> !good.heard("subscribed").isEmpty());
        bad.failing();

        broker.publish("fresh/1", "x", Q1);
        broker.publish("fresh/1", "y", Q1);

        await().untilAsserted(() -> assertThat(good.heard("m ")).hasSize(2));
        assertThat(bad.heard("closed")).containsExactly("closed internal");
    }

    @Test
    void clientThatCannotBeAsked_costsNobodyElseAnything() {
        TestClient bad = node.client(0);
        TestClient good = node.client(0);
        bad.subscribe("fresh/1");
        good.subscribe("fresh/1");
        await().until(() -> !good.heard("subscribed").isEmpty());
        bad.failingWhenAsked();

        broker.publish("fresh/1", "x", Q1);
        broker.publish("fresh/1", "y", Q1);

        await().untilAsserted(() -> assertThat(good.heard("m ")).hasSize(2));
        assertThat(bad.heard("closed")).containsExactly("closed internal");
        assertThat(node.node.meters().sum(loop -> loop.subscriptions)).isEqualTo(1);
    }

    @Test
    void faultAtAJoin_onAnotherLoop_closesThatClientAlone() {
        TestClient good = node.client(0);
        good.subscribe("alias/faulty/1");
        await().until(() -> !good.heard("subscribed").isEmpty());
        TestClient unlucky = node.client(1);

        unlucky.subscribe("faulty/1");

        await().untilAsserted(() -> assertThat(unlucky.heard("closed")).containsExactly("closed internal"));
        broker.publish("faulty/1", "x", Q1);
        await().untilAsserted(() -> assertThat(good.heard("m ")).hasSize(1));
        assertThat(node.node.meters().sum(loop -> loop.sessions)).isEqualTo(1);
        assertThat(node.node.meters().sum(loop -> loop.subscriptions)).isEqualTo(1);
    }

    @Test
    void slowClient_losesMessagesAndIsToldOnceItReads() {
        TestClient slow = node.client(0);
        slow.subscribe("fresh/1");
        await().until(() -> !slow.heard("subscribed").isEmpty());
        slow.pending(5000);
        broker.publish("fresh/1", "x", Q1);
        broker.publish("fresh/1", "y", Q1);
        await().until(() -> node.node.meters().sum(loop -> loop.droppedOldest) == 2);

        slow.pending(0);

        await().untilAsserted(() -> assertThat(slow.heard("dropped")).containsExactly("dropped fresh/1 2"));
        assertThat(slow.heard("m ")).isEmpty();
    }

    @Test
    void slowClientOfAStrictRoute_isDisconnected_andNobodyElse() {
        TestClient slow = node.client(0);
        TestClient other = node.client(0);
        slow.subscribe("strict/1");
        other.subscribe("strict/1");
        await().until(() -> !other.heard("subscribed").isEmpty());
        slow.pending(5000);

        broker.publish("strict/1", "x", Q1);

        await().untilAsserted(() -> assertThat(slow.heard("closed")).containsExactly("closed slow_consumer"));
        await().untilAsserted(() -> assertThat(other.heard("m ")).hasSize(1));
    }

    @Test
    void ownMessage_isLeftOut_whereTheRouteSaysSo() {
        TestClient publisher = node.client(0);
        TestClient other = node.client(1);
        publisher.subscribe("own/1");
        other.subscribe("own/1");
        await().until(() -> !publisher.heard("subscribed").isEmpty()
                && !other.heard("subscribed").isEmpty());

        publisher.publish("p1", "own/1", "mine", Q1);
        await().until(() -> !publisher.heard("published").isEmpty());
        broker.publish("own/1", "device's", Q1);

        await().untilAsserted(() ->
                assertThat(other.heard("m ")).containsExactly("m own/1 1 own/1 mine", "m own/1 2 own/1 device's"));
        await().untilAsserted(() -> assertThat(publisher.heard("m ")).containsExactly("m own/1 2 own/1 device's"));
    }

    @Test
    void subscriberWithoutRetained_isNotSentLiveOnesEither() {
        TestClient client = node.client(0);
        client.subscribe("a/1", RetainedMode.NONE, null, -1);
        await().until(() -> !client.heard("subscribed").isEmpty());

        broker.publish(new Message(
                new TopicName("a/1"),
                "kept".getBytes(StandardCharsets.UTF_8),
                Q1,
                true,
                Message.NO_EXPIRY,
                null,
                null,
                null,
                List.of(new UserProperty("k", "v"))));
        broker.publish("a/1", "live", Q1);

        await().untilAsserted(() -> assertThat(client.heard("m ")).containsExactly("m a/1 2 a/1 live"));
    }

    @Test
    void messagesOfOneTurn_areFlushedTogether_andTheFirstAtOnce() {
        TestClient client = node.client(0);
        client.subscribe("fresh/1");
        await().until(() -> !client.heard("subscribed").isEmpty());
        int before = client.flushes();

        broker.publish("fresh/1", "x", Q1);
        await().untilAsserted(() -> assertThat(client.heard("m ")).hasSize(1));

        assertThat(client.flushes() - before).isEqualTo(1);
    }
}
