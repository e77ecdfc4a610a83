package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.metrics.PlainCounter;
import io.fairlead.session.Command;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read, or want less than there is. A node's bound is 10,000 bytes for each client here. */
class SlowClientTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;
    private static final int BOUND = 10_000;
    /** More than is written ahead, and less than the bound. */
    private static final int UNREAD = 3_000;

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 2, TestNode.bounded(BOUND)).up();
    private final TestClient client = node.client(0);

    @AfterEach
    void close() {
        client.leave();
        node.settle();
        assertThat(count(loop -> loop.heldMessages)).isZero();
        assertThat(count(loop -> loop.heldBytes)).isZero();
        node.close();
    }

    @Test
    void latest_clientDoesNotRead_getsTheLatestOfEachChannelOnceItReads_afterTheCountOfTheRest() {
        subscribed("latest/+");
        client.pending(UNREAD);
        publish("latest/a", "1", "2", "3");
        publish("latest/b", "1");
        assertThat(count(loop -> loop.heldMessages)).isEqualTo(2);

        client.pending(0);
        node.settle();

        assertThat(client.heard()).endsWith("dropped latest/+ 2", "m latest/+ 3 latest/a 3", "m latest/+ 4 latest/b 1");
        assertThat(count(loop -> loop.droppedLatest)).isEqualTo(2);
        assertThat(count(loop -> loop.delivered)).isEqualTo(2);
    }

    @Test
    void oldest_clientDoesNotRead_getsAllOnceItReads_ifItFits() {
        subscribed("fresh/1");
        client.pending(UNREAD);
        publish("fresh/1", "1", "2", "3");

        client.pending(0);
        publish("fresh/1", "4");

        assertThat(client.heard("m "))
                .containsExactly(
                        "m fresh/1 1 fresh/1 1",
                        "m fresh/1 2 fresh/1 2",
                        "m fresh/1 3 fresh/1 3",
                        "m fresh/1 4" + " fresh/1 4");
        assertThat(client.heard("dropped")).isEmpty();
    }

    @Test
    void oldest_moreThanFits_losesTheOldestAndIsToldBeforeTheRest() {
        subscribed("fresh/1");
        client.pending(UNREAD);
        int published = 100;
        IntStream.range(0, published).forEach(i -> publish("fresh/1", "n" + i));
        long held = count(loop -> loop.heldMessages);
        assertThat(held).isBetween(10L, 50L);
        assertThat(count(loop -> loop.heldBytes)).isBetween(BOUND - UNREAD - 600L, (long) BOUND - UNREAD);

        client.pending(0);
        node.settle();

        List<String> told = client.heard("dropped");
        assertThat(told).containsExactly("dropped fresh/1 " + (published - held));
        assertThat(client.heard("m ")).hasSize((int) held).last().asString().endsWith("n99");
        assertThat(client.heard().indexOf(told.get(0)))
                .isLessThan(client.heard().indexOf(client.heard("m ").get(0)));
    }

    @Test
    void wildcardWithVeryManyChannels_isHeldWithinTheBound() {
        subscribed("latest/#");
        client.pending(UNREAD);

        IntStream.range(0, 2_000).forEach(i -> broker.publish("latest/" + i, "x", Q1));
        node.settle();

        assertThat(count(loop -> loop.heldBytes)).isLessThanOrEqualTo(BOUND - UNREAD);
        long held = count(loop -> loop.heldMessages);
        client.pending(0);
        node.settle();
        assertThat(client.heard("dropped")).containsExactly("dropped latest/# " + (2_000 - held));
        assertThat(client.heard("m ")).hasSize((int) held).last().asString().endsWith("latest/1999 x");
    }

    @Test
    void busySubscription_takesNoneOfAQuietOnesShare() {
        subscribed("fresh/quiet");
        subscribed("fresh/busy");
        client.pending(UNREAD);
        publish("fresh/quiet", "only");
        IntStream.range(0, 100).forEach(i -> publish("fresh/busy", "n" + i));

        client.pending(0);
        node.settle();

        assertThat(client.heard("m fresh/quiet")).hasSize(1);
        assertThat(client.heard("dropped")).singleElement().asString().startsWith("dropped fresh/busy ");
    }

    @Test
    void readingPartly_sendsPartly_andTheRestLater() {
        subscribed("fresh/1");
        client.pending(UNREAD);
        publish("fresh/1", "a".repeat(1_500), "b".repeat(1_500), "c".repeat(1_500));

        client.stalls();
        client.pending(0);
        node.settle();

        assertThat(client.heard("m ")).hasSize(2);
        client.reads();
        node.settle();
        assertThat(client.heard("m ")).hasSize(3);
    }

    @Test
    void gap_isToldAfterWhatWasHeldBeforeIt() {
        subscribed("latest/1");
        client.pending(UNREAD);
        publish("latest/1", "1", "2");

        broker.down();
        broker.loseSessions();
        broker.up();
        await().until(() -> !client.heard("gap").isEmpty());

        assertThat(client.heard()
                        .subList(
                                client.heard().indexOf("dropped latest/1 1"),
                                client.heard().size()))
                .containsSubsequence("dropped latest/1 1", "m latest/1 2 latest/1 2", "gap latest/1 0");
    }

    @Test
    void gap_whatWaitedForItsTurn_isSentBeforeWhatCameInTheBackground() {
        client.subscribe("q0/a", 0.001);
        await().until(() -> !client.heard("subscribed").isEmpty());
        publish("q0/a", "1", "2");
        client.command(new Command.Background(null));
        node.settle();
        publish("q0/a", "3");

        broker.down();
        broker.up();
        await().until(() -> !client.heard("gap").isEmpty());

        assertThat(client.heard("m ")).containsExactly("m q0/a 1 q0/a 1", "m q0/a 2 q0/a 2", "m q0/a 3 q0/a 3");
    }

    @Test
    void latest_messageThatDoesNotFitAtAll_isToldBeforeALaterOne() {
        subscribed("latest/1");
        client.pending(UNREAD);
        publish("latest/1", "x".repeat(BOUND));

        // It has read some, and not yet so much that it would be told by itself
        client.pending(2_000);
        publish("latest/1", "2");

        assertThat(client.heard()).endsWith("dropped latest/1 1", "m latest/1 2 latest/1 2");
    }

    @Test
    void subscribingAnew_fromWhatItHas_whileMessagesAreHeld_losesNothing() {
        subscribed("kept/1");
        publish("kept/1", "1");
        client.pending(UNREAD);
        publish("kept/1", "2", "3");

        client.subscribe("kept/1", RetainedMode.ALL, client.epoch("kept/1"), 1);
        await().until(() -> client.heard("subscribed").size() == 2);
        client.pending(0);
        node.settle();

        assertThat(client.heard("m "))
                .containsExactly("m kept/1 1 kept/1 1", "m kept/1 2 kept/1 2", "m kept/1 3 kept/1 3");
        assertThat(client.heard("dropped")).isEmpty();
    }

    @Test
    void subscribingAnew_whileMessagesAreHeld_tellsThatTheyAreLost() {
        subscribed("fresh/1");
        client.pending(UNREAD);
        publish("fresh/1", "1", "2");

        client.subscribe("fresh/1");
        node.settle();
        client.pending(0);
        node.settle();

        assertThat(client.heard("dropped")).containsExactly("dropped fresh/1 2");
        assertThat(client.heard("m ")).isEmpty();
    }

    @Test
    void strictRoute_pastTheBound_isDisconnected_andNotBefore() {
        subscribed("strict/1");
        client.pending(BOUND);
        publish("strict/1", "1");
        assertThat(client.heard("m ")).hasSize(1);

        client.pending(BOUND + 1);
        publish("strict/1", "2");

        assertThat(client.heard("closed")).containsExactly("closed slow_consumer");
        assertThat(count(loop -> loop.droppedDisconnect)).isEqualTo(1);
    }

    @Test
    void retainedReplay_obeysTheBoundToo() {
        for (int i = 0; i < 90; i++) {
            broker.retain("latest/" + i, "x".repeat(200));
        }
        client.pending(UNREAD);

        client.subscribe("latest/#");
        await().until(() -> count(loop -> loop.droppedLatest) > 0);
        client.pending(0);

        await().untilAsserted(() -> assertThat(client.heard("r ").size() + count(loop -> loop.droppedLatest))
                .isEqualTo(90));
    }

    @Test
    void recovered_isSentWhole_alsoPastWhatIsWrittenAhead() {
        TestClient before = node.client(1);
        before.subscribe("kept/1");
        await().until(() -> !before.heard("subscribed").isEmpty());
        String epoch = before.epoch("kept/1");
        client.stalls();
        publish("kept/1", "a".repeat(2_000), "b".repeat(2_000), "c".repeat(2_000));

        client.subscribe("kept/1", RetainedMode.ALL, epoch, 0);

        await().untilAsserted(() -> assertThat(client.heard("m ")).hasSize(3));
        assertThat(client.heard("subscribed")).singleElement().asString().endsWith("recovered=true,-1");
    }

    @Test
    void maxRate_firstAtOnce_thenTheLatest_andNothingIsToldAsDropped() {
        client.subscribe("fresh/+", 5);
        await().until(() -> !client.heard("subscribed").isEmpty());

        publish("fresh/a", "1", "2", "3");
        publish("fresh/b", "1");

        assertThat(client.heard("m ")).containsExactly("m fresh/+ 1 fresh/a 1", "m fresh/+ 4 fresh/b 1");
        await().untilAsserted(
                        () -> assertThat(client.heard("m ")).hasSize(3).last().isEqualTo("m fresh/+ 3 fresh/a 3"));
        assertThat(client.heard("dropped")).isEmpty();
        assertThat(count(loop -> loop.conflated)).isEqualTo(1);
        assertThat(count(loop -> loop.delivered)).isEqualTo(3);
    }

    @Test
    void maxRate_moreChannelsThanTheBoundHolds_losesNothingWhileTheClientReads() {
        client.subscribe("fresh/#", 0.001);
        await().until(() -> !client.heard("subscribed").isEmpty());

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 200; i++) {
                publish("fresh/" + i, "r" + round);
            }
        }

        assertThat(count(loop -> loop.heldBytes)).isLessThanOrEqualTo(BOUND);
        assertThat(client.heard("dropped")).isEmpty();
        assertThat(client.heard("m ").size() + count(loop -> loop.heldMessages)).isEqualTo(400);
    }

    @Test
    void background_qos0IsHeldToTheLatest_andOthersAreNot() {
        subscribed("q0/+");
        subscribed("fresh/1");
        client.command(new Command.Background(null));
        node.settle();

        publish("q0/a", "1", "2");
        publish("q0/b", "1");
        publish("fresh/1", "1");
        assertThat(client.heard("m ")).containsExactly("m fresh/1 1 fresh/1 1");
        client.command(new Command.Foreground(null));
        node.settle();
        publish("q0/a", "3");

        assertThat(client.heard("m q0")).containsExactly("m q0/+ 2 q0/a 2", "m q0/+ 3 q0/b 1", "m q0/+ 4 q0/a 3");
        assertThat(client.heard("dropped")).isEmpty();
    }

    @Test
    void background_subscribedMeanwhile_isHeldToo() {
        client.command(new Command.Background(null));
        subscribed("q0/a");
        publish("q0/a", "1", "2");
        assertThat(client.heard("m ")).isEmpty();

        client.command(new Command.Foreground(null));
        node.settle();

        assertThat(client.heard("m ")).containsExactly("m q0/a 2 q0/a 2");
    }

    private void subscribed(String channel) {
        client.subscribe(channel);
        await().until(() -> client.heard("subscribed " + channel + " ").size() == 1);
    }

    private void publish(String topic, String... texts) {
        for (String text : texts) {
            broker.publish(topic, text, Q1);
        }
        node.settle();
    }

    private long count(Function<LoopMeters, PlainCounter> counter) {
        return node.node.meters().sum(counter);
    }
}
