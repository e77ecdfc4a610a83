package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.topic.Qos;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a durable client loses of messages that no broker sends again, and that it is told so. */
class DurableLossTest {

    private static final String ID = "fl.d.alice.tab";

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(
                    broker,
                    2,
                    TestNode.settings(
                            "gw",
                            new NodeSettings.Durable(4, 1_000, Duration.ofHours(1), 2, Duration.ofMillis(20), false)))
            .up();

    @AfterEach
    void close() {
        node.close();
    }

    private DurableTab tab(String channel) {
        DurableTab tab = new DurableTab(node, 0, "tab", "").subscribe(channel);
        await().until(() -> !tab.client.heard("subscribed").isEmpty());
        return tab;
    }

    @Test
    void windowFull_messagesOfQos0_areDroppedAndTold_onceThereIsRoom() {
        DurableTab tab = tab("durable/a");
        IntStream.range(0, 2).forEach(i -> broker.publish("durable/a", "x".repeat(600), Qos.AT_LEAST_ONCE));
        await().until(() -> tab.messages().size() == 2);
        IntStream.range(0, 3).forEach(i -> broker.publish("durable/a", "late", Qos.AT_MOST_ONCE));
        await().until(() -> node.node.meters().sum(loop -> loop.droppedDurable) == 3);
        assertThat(tab.client.heard("dropped")).isEmpty();

        tab.ack(2);
        await().until(() -> tab.client.heard("dropped").equals(List.of("dropped durable/a 3")));
        broker.publish("durable/a", "again", Qos.AT_MOST_ONCE);

        await().untilAsserted(() -> assertThat(tab.client.heard("d ")).contains("d durable/a 3 durable/a again"));
        assertThat(broker.connected()).contains(ID);
        assertThat(node.node.meters().sum(loop -> loop.durablePaused)).isZero();
    }

    @Test
    void linkLost_sessionKept_channelOfQos0_isToldThatItMayHaveMissedSome() {
        DurableTab tab = tab("durable/q0/a").subscribe("durable/a");
        await().until(() -> tab.client.heard("subscribed").size() == 2);

        broker.flap(ID);

        await().untilAsserted(
                        () -> assertThat(tab.client.heard("gap")).containsExactly("gap durable/q0/a " + tab.epoch()));
    }
}
