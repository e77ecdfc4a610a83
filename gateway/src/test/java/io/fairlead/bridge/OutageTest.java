package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;
    private static final TopicFilter A1 = new TopicFilter("a/1");

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 2).up();

    @AfterEach
    void close() {
        node.close();
    }

    private TestClient subscribed(String channel) {
        TestClient client = node.client(0);
        client.subscribe(channel);
        await().until(() -> !client.heard("subscribed").isEmpty());
        return client;
    }

    @Test
    void flapWithTheSessionKept_losesNothingAndChangesNoNumbering() {
        TestClient client = subscribed("a/1");
        broker.down();
        await().until(() -> !client.heard("broker_down").isEmpty());
        broker.publish("a/1", "meanwhile", Q1);

        broker.up();

        await().untilAsserted(() -> assertThat(client.heard("m ")).containsExactly("m a/1 1 a/1 meanwhile"));
        assertThat(client.heard("gap")).isEmpty();
        await().untilAsserted(() -> assertThat(client.heard("broker_up")).hasSize(1));
    }

    @Test
    void keptSessionWithoutItsFilters_asAfterACrash_isSubscribedAgain() {
        TestClient client = subscribed("a/1");
        String serves = broker.connected().stream()
                .filter(id -> broker.filtersOf(id).contains(A1))
                .findFirst()
                .orElseThrow();
        broker.down();
        node.settle();
        broker.loseFilters(serves);

        broker.up();

        await().until(() -> broker.filtersOf(serves).contains(A1));
        broker.publish("a/1", "after", Q1);
        await().untilAsserted(() -> assertThat(client.heard("m ")).containsExactly("m a/1 1 a/1 after"));
    }

    @Test
    void lostSession_isAGap_andTheNumberingStartsAnew() {
        TestClient client = subscribed("a/1");
        broker.publish("a/1", "before", Q1);
        await().until(() -> !client.heard("m ").isEmpty());
        broker.down();
        node.settle();
        broker.loseSessions();

        broker.up();
        await().untilAsserted(() -> assertThat(client.heard("gap")).containsExactly("gap a/1 0"));
        node.settle();
        broker.publish("a/1", "after", Q1);

        await().untilAsserted(() ->
                assertThat(client.heard("m ")).containsExactly("m a/1 1 a/1 before", "m a/1 1 a/1 after"));
    }

    @Test
    void lostSession_isToldOnceTheFilterIsInForceAgain_andNobodyJoinsBefore() {
        TestClient client = subscribed("a/1");
        broker.down();
        node.settle();
        broker.loseSessions();
        broker.faults().holdSubscribes();

        broker.up();
        await().until(() -> broker.faults().heldSubscribes() > 0);
        TestClient joiner = node.client(1);
        joiner.subscribe("a/1");
        node.settle();

        assertThat(client.heard("gap")).isEmpty();
        assertThat(joiner.heard("subscribed")).isEmpty();
        broker.faults().releaseSubscribes();
        await().untilAsserted(() -> assertThat(client.heard("gap")).containsExactly("gap a/1 0"));
        await().untilAsserted(() -> assertThat(joiner.heard("subscribed")).containsExactly("subscribed a/1 0"));
    }

    @Test
    void lostSession_andAnOutageBeforeItsFiltersAreBack_losesNoFilter() {
        TestClient client = subscribed("a/1");
        broker.down();
        node.settle();
        broker.loseSessions();
        broker.faults().holdSubscribes();
        broker.up();
        await().until(() -> broker.faults().heldSubscribes() > 0);

        broker.flap();
        node.settle();
        broker.faults().releaseSubscribes();

        await().untilAsserted(() -> assertThat(client.heard("gap")).containsExactly("gap a/1 0"));
        broker.publish("a/1", "after", Q1);
        await().untilAsserted(() -> assertThat(client.heard("m ")).containsExactly("m a/1 1 a/1 after"));
    }

    @Test
    void anyOutage_isAGapForQos0() {
        TestClient client = subscribed("q0/1");

        broker.flap();

        await().untilAsserted(() -> assertThat(client.heard("gap")).containsExactly("gap q0/1 0"));
    }

    @Test
    void subscriptionDuringAnOutage_isPending_andServedWhenTheBrokerReturns() {
        broker.retain("a/1", "kept");
        broker.down();
        node.settle();
        TestClient client = node.client(0);
        client.subscribe("a/1");
        await().untilAsserted(() -> assertThat(client.heard("subscribed")).containsExactly("subscribed a/1 0 pending"));

        broker.up();

        await().untilAsserted(() -> assertThat(client.heard("r ")).containsExactly("r a/1 -1 a/1 kept"));
        broker.publish("a/1", "live", Q1);
        await().untilAsserted(() -> assertThat(client.heard("m ")).containsExactly("m a/1 1 a/1 live"));
    }

    @Test
    void pendingSubscriptionThatTheBrokerRefuses_isEnded() {
        broker.faults().refuseSubscription("a/1", 135, "not authorized");
        broker.down();
        node.settle();
        TestClient client = node.client(0);
        client.subscribe("a/1");
        await().until(() -> !client.heard("subscribed").isEmpty());

        broker.up();

        await().untilAsserted(() ->
                assertThat(client.heard("unsubscribed")).containsExactly("unsubscribed a/1 broker_refused"));
    }

    @Test
    void retainedThatChangedDuringAnOutage_isReplayedAfterTheGap_andToTheNextJoiner() {
        broker.retain("a/1", "old");
        TestClient client = subscribed("a/1");
        await().until(() -> !client.heard("r ").isEmpty());
        broker.down();
        node.settle();
        broker.loseSessions();
        broker.retain("a/1", "new");

        broker.up();

        await().untilAsserted(
                        () -> assertThat(client.heard("r ")).containsExactly("r a/1 -1 a/1 old", "r a/1 -1 a/1 new"));
        TestClient next = node.client(1);
        next.subscribe("a/1");
        await().untilAsserted(() -> assertThat(next.heard("r ")).containsExactly("r a/1 -1 a/1 new"));
    }

    @Test
    void filterThatTheBrokerRefusesAfterItLostTheSession_endsItsSubscriptions() {
        TestClient client = subscribed("a/1");
        broker.down();
        node.settle();
        broker.loseSessions();
        broker.faults().refuseSubscription("a/1", 135, "not authorized");

        broker.up();

        await().untilAsserted(() ->
                assertThat(client.heard("unsubscribed")).containsExactly("unsubscribed a/1 broker_refused"));
    }

    @Test
    void lastSubscriberThatLeavesDuringAnOutage_isNotDeliveredToAfterwards() {
        TestClient client = subscribed("a/1");
        broker.down();
        node.settle();
        client.leave();
        await().until(() -> node.node.meters().sum(loop -> loop.channels) == 0);

        broker.up();

        await().untilAsserted(() -> assertThat(node.subscriptions()).isZero());
    }
}
