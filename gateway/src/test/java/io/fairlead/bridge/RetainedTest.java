package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetainedTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;

    private FakeBroker broker = new FakeBroker();

    private TestNode start(MqttVersion version) {
        broker = new FakeBroker(version);
        return new TestNode(broker, 2).up();
    }

    @ParameterizedTest
    @EnumSource
    void everyJoiner_getsWhatIsRetained_afterSubscribedAndWithoutPosition(MqttVersion version) {
        try (TestNode node = start(version)) {
            broker.retain("a/1", "one");
            broker.retain("a/2", "two");
            for (int i = 0; i < 4; i++) {
                TestClient client = node.client(i % 2);
                client.subscribe("a/+");
                await().untilAsserted(() -> assertThat(client.heard())
                        .containsExactly("welcome", "subscribed a/+ 0", "r a/+ -1 a/1 one", "r a/+ -1 a/2 two"));
            }
        }
    }

    @Test
    void brokerThatRefusesToEndAFetch_isAskedForTheNextAllTheSame() {
        try (TestNode node = start(MqttVersion.V5)) {
            broker.faults().refuseUnsubscribes();
            broker.retain("a/1", "one");
            broker.retain("b/1", "two");
            TestClient client = node.client(0);
            client.subscribe("a/1");
            await().untilAsserted(() -> assertThat(client.heard("r ")).containsExactly("r a/1 -1 a/1 one"));

            client.subscribe("b/1");

            await().untilAsserted(() -> assertThat(client.heard("r ")).hasSize(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void wideThenNarrow_andNarrowThenWide_eachGetTheirOwnReplay(MqttVersion version) {
        try (TestNode node = start(version)) {
            broker.retain("a/1", "one");
            broker.retain("b/1", "two");
            TestClient client = node.client(0);
            List.of("a/#", "a/1", "b/1", "b/#").forEach(client::subscribe);
            await().untilAsserted(() -> assertThat(client.heard("r "))
                    .containsExactlyInAnyOrder(
                            "r a/# -1 a/1 one", "r a/1 -1 a/1 one", "r b/1 -1 b/1 two", "r b/# -1 b/1 two"));
            node.settle();
            assertThat(client.heard("m ")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void retainedThatChangedWhileOneListened_reachesTheNextJoinerAsItIsNow(MqttVersion version) {
        try (TestNode node = start(version)) {
            broker.retain("a/1", "one");
            TestClient first = node.client(0);
            first.subscribe("a/+");
            await().until(() -> !first.heard("r ").isEmpty());

            broker.retain("a/1", "changed");
            broker.retain("a/2", "new");
            await().untilAsserted(() ->
                    assertThat(first.heard("m ")).containsExactly("m a/+ 1 a/1 changed", "m a/+ 2 a/2 new"));

            TestClient second = node.client(1);
            second.subscribe("a/+");
            await().untilAsserted(() ->
                    assertThat(second.heard("r ")).containsExactly("r a/+ -1 a/1 changed", "r a/+ -1 a/2 new"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void retainedThatWasDeletedWhileOneListened_arrivesEmptyAndIsGone(MqttVersion version) {
        try (TestNode node = start(version)) {
            broker.retain("a/1", "one");
            TestClient first = node.client(0);
            first.subscribe("a/1");
            await().until(() -> !first.heard("r ").isEmpty());

            broker.retain("a/1", "");
            await().untilAsserted(
                            () -> assertThat(first.heard("r ")).containsExactly("r a/1 -1 a/1 one", "r a/1 1 a/1 "));

            TestClient second = node.client(0);
            second.subscribe("a/1");
            await().until(() -> !second.heard("subscribed").isEmpty());
            broker.publish("a/1", "live", Q1);
            await().untilAsserted(() ->
                    assertThat(second.heard()).containsExactly("welcome", "subscribed a/1 1", "m a/1 2 a/1 live"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void joinerThatWantsNone_getsNoReplay(MqttVersion version) {
        try (TestNode node = start(version)) {
            broker.retain("a/1", "one");
            TestClient client = node.client(0);
            client.subscribe("a/1", RetainedMode.NEW, null, -1);
            await().until(() -> !client.heard("subscribed").isEmpty());
            TestClient other = node.client(0);
            other.subscribe("a/1");
            await().until(() -> !other.heard("r ").isEmpty());
            assertThat(client.heard("r ")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatMissedNothing_getsNoReplay(MqttVersion version) {
        try (TestNode node = start(version)) {
            broker.retain("a/1", "one");
            TestClient first = node.client(0);
            first.subscribe("a/1");
            await().until(() -> !first.heard("r ").isEmpty());
            TestClient again = node.client(0);
            again.subscribe("a/1", RetainedMode.ALL, "another", 7);
            await().untilAsserted(() -> assertThat(again.heard())
                    .containsExactly("welcome", "subscribed a/1 0 recovered=false,-1", "r a/1 -1 a/1 one"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreRetainedThanAFetchMayBring_areCutOff(MqttVersion version) {
        try (TestNode node = start(version)) {
            for (int i = 0; i < 150; i++) {
                broker.retain("many/" + i, "x");
            }
            TestClient client = node.client(0);
            client.subscribe("many/+");
            await().until(() -> client.heard("r ").size() >= 100);
            node.settle();
            assertThat(client.heard("r ")).hasSize(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void linkThatIsBehind_isWaitedFor_soThatNothingOldFollowsWhatIsRetained(MqttVersion version) {
        try (TestNode node = start(version)) {
            broker.retain("a/1", "one");
            TestClient first = node.client(0);
            first.subscribe("a/1", RetainedMode.NEW, null, -1);
            await().until(() -> !first.heard("subscribed").isEmpty());
            broker.holdMessagesTo("fl.n.gw.0");
            broker.retain("a/1", "two");
            broker.retain("a/1", "three");

            TestClient late = node.client(0);
            late.subscribe("a/1");
            await().until(() -> !late.heard("subscribed").isEmpty());
            await().until(() -> node.node.meters().sum(loop -> loop.fetched) == 1);
            node.settle();
            broker.releaseMessagesTo("fl.n.gw.0");

            await().until(() -> first.heard("m ").size() == 2);
            node.settle();
            assertThat(late.heard())
                    .containsExactly("welcome", "subscribed a/1 0", "m a/1 1 a/1 two", "m a/1 2 a/1 three");
        }
    }

    @ParameterizedTest
    @EnumSource
    void gatewayThatMayNotSendToItself_stillReplays(MqttVersion version) {
        broker = new FakeBroker(version);
        broker.faults().refusePublish("fairlead/#", 135, "not authorized");
        NodeSettings.Retained bounds =
                new NodeSettings.Retained(100, Duration.ofMillis(10), Duration.ofMillis(50), 20, 10_000);
        try (TestNode node = new TestNode(broker, 2, TestNode.settings(6, bounds)).up()) {
            broker.retain("a/1", "one");
            for (int i = 0; i < 3; i++) {
                TestClient client = node.client(0);
                client.subscribe("a/1");
                await().untilAsserted(() -> assertThat(client.heard("r ")).containsExactly("r a/1 -1 a/1 one"));
            }
        }
    }
}
