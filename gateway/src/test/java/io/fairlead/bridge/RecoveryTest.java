package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that were away come back to channels whose route says {@code recover}: 5 messages, an hour. */
class RecoveryTest {

    private static final Qos Q1 = Qos.AT_LEAST_ONCE;

    private final FakeBroker broker = new FakeBroker();
    private final TestNode node = new TestNode(broker, 2).up();

    @AfterEach
    void close() {
        node.close();
        await().until(() -> node.node.meters().sum(loop -> loop.recoveryMessages) == 0);
        assertThat(node.node.meters().sum(loop -> loop.recoveryBytes)).isZero();
    }

    private TestClient subscribed(String channel) {
        TestClient client = node.client(0);
        client.subscribe(channel);
        await().until(() -> !client.heard("subscribed").isEmpty());
        return client;
    }

    private void publish(String topic, int from, int to) {
        for (int i = from; i <= to; i++) {
            broker.publish(topic, "t" + i, Q1);
        }
        node.settle();
    }

    /** Another connection, that says where it was. */
    private TestClient back(int loop, String channel, @Nullable String epoch, long pos) {
        TestClient client = node.client(loop);
        client.subscribe(channel, RetainedMode.ALL, epoch, pos);
        await().until(() -> !client.heard("subscribed").isEmpty());
        node.settle();
        return client;
    }

    private static List<String> afterWelcome(TestClient client) {
        List<String> heard = new ArrayList<>(client.heard());
        heard.remove("welcome");
        return heard;
    }

    private long meter(java.util.function.Function<LoopMeters, io.fairlead.metrics.PlainCounter> which) {
        return node.node.meters().sum(which);
    }

    @Test
    void client_awayWithinTheRing_getsExactlyWhatItMissed_beforeAnythingNewer() {
        broker.retain("kept/1", "old");
        TestClient first = subscribed("kept/1");
        publish("kept/1", 1, 4);
        String epoch = first.epoch("kept/1");
        first.leave();

        TestClient back = back(1, "kept/1", epoch, 1);
        publish("kept/1", 5, 5);

        await().untilAsserted(() -> assertThat(afterWelcome(back))
                .containsExactly(
                        "subscribed kept/1 4 recovered=true,-1",
                        "m kept/1 2 kept/1 t2",
                        "m kept/1 3 kept/1 t3",
                        "m kept/1 4 kept/1 t4",
                        "m kept/1 5 kept/1 t5"));
        assertThat(meter(loop -> loop.recovered)).isOne();
    }

    @Test
    void client_awayLonger_isToldHowManyItMissed_andGetsWhatIsRetained() {
        TestClient first = subscribed("kept/1");
        publish("kept/1", 1, 7);
        broker.retain("kept/1", "now");
        node.settle();

        TestClient back = back(1, "kept/1", first.epoch("kept/1"), 1);

        await().untilAsserted(() -> assertThat(afterWelcome(back))
                .containsExactly("subscribed kept/1 8 recovered=false,7", "r kept/1 -1 kept/1 now"));
        assertThat(meter(loop -> loop.notRecovered)).isOne();
        assertThat(meter(loop -> loop.recoveryMessages)).isEqualTo(5);
    }

    @Test
    void messages_whileNobodyIsThere_areKept_andEncodedOnceForAllWhoComeBack() {
        TestClient first = subscribed("kept/1");
        String epoch = first.epoch("kept/1");
        first.leave();
        node.settle();
        publish("kept/1", 1, 3);
        int before = node.format.encoded.get();

        List<TestClient> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(back(i % 2, "kept/1", epoch, 0));
        }

        all.forEach(client -> assertThat(client.heard("m ")).hasSize(3));
        assertThat(node.format.encoded.get() - before).isEqualTo(3);
    }

    @Test
    void client_thatMissedNothing_isToldSo_andGetsNothing() {
        broker.retain("kept/1", "old");
        TestClient first = subscribed("kept/1");
        publish("kept/1", 1, 2);

        TestClient back = back(0, "kept/1", first.epoch("kept/1"), 2);

        assertThat(afterWelcome(back)).containsExactly("subscribed kept/1 2 recovered=true,-1");
    }

    @Test
    void channelWithoutRecover_tellsHowManyWereMissed() {
        TestClient first = subscribed("a/1");
        publish("a/1", 1, 2);

        TestClient back = back(0, "a/1", first.epoch("a/1"), 1);

        assertThat(afterWelcome(back)).containsExactly("subscribed a/1 2 recovered=false,1");
        assertThat(meter(loop -> loop.recoveryMessages)).isZero();
    }

    @Test
    void otherEpochOrPositionThatNeverWas_isNotRecovered_andNobodyKnowsHowMuch() {
        TestClient first = subscribed("kept/1");
        publish("kept/1", 1, 2);

        assertThat(afterWelcome(back(0, "kept/1", "another", 1)))
                .containsExactly("subscribed kept/1 2 recovered=false,-1");
        assertThat(afterWelcome(back(0, "kept/1", first.epoch("kept/1"), 3)))
                .containsExactly("subscribed kept/1 2 recovered=false,-1");
    }

    @Test
    void wildcard_countsByItsFilter() {
        TestClient first = subscribed("kept/+");
        publish("kept/1", 1, 1);
        publish("kept/2", 2, 3);

        TestClient back = back(1, "kept/+", first.epoch("kept/+"), 1);

        assertThat(afterWelcome(back))
                .containsExactly(
                        "subscribed kept/+ 3 recovered=true,-1", "m kept/+ 2 kept/2 t2", "m kept/+ 3 kept/2 t3");
    }

    @Test
    void outageWithTheSessionKept_isRecoveredAcross() {
        TestClient first = subscribed("kept/1");
        publish("kept/1", 1, 1);
        String epoch = first.epoch("kept/1");
        broker.down();
        node.settle();
        publish("kept/1", 2, 3);

        TestClient during = back(1, "kept/1", epoch, 0);
        broker.up();
        await().until(() -> first.heard("m ").size() == 3);
        TestClient after = back(1, "kept/1", epoch, 1);

        assertThat(during.heard("subscribed")).containsExactly("subscribed kept/1 1 pending recovered=true,-1");
        assertThat(during.heard("m "))
                .containsExactly("m kept/1 1 kept/1 t1", "m kept/1 2 kept/1 t2", "m kept/1 3 kept/1 t3");
        assertThat(after.heard("m ")).containsExactly("m kept/1 2 kept/1 t2", "m kept/1 3 kept/1 t3");
    }

    @Test
    void lostSession_isToldToAll_andWhatWasKeptIsOfNoUse() {
        TestClient first = subscribed("kept/1");
        publish("kept/1", 1, 3);
        String epoch = first.epoch("kept/1");
        broker.down();
        node.settle();
        broker.loseSessions();
        TestClient during = back(1, "kept/1", epoch, 1);

        broker.up();
        List.of(first, during)
                .forEach(client -> await().until(() -> client.heard("gap").size() == 1));
        publish("kept/1", 4, 4);
        TestClient late = back(1, "kept/1", epoch, 1);

        assertThat(during.heard("m "))
                .containsExactly("m kept/1 2 kept/1 t2", "m kept/1 3 kept/1 t3", "m kept/1 1 kept/1 t4");
        assertThat(late.heard("subscribed")).containsExactly("subscribed kept/1 1 recovered=false,-1");
        assertThat(meter(loop -> loop.recoveryMessages)).isOne();
    }

    @Test
    void moreThanMayWaitForTheClient_isNotSentInPart() {
        broker.retain("kept/1", "short");
        TestClient first = subscribed("kept/1");
        for (int i = 0; i < 4; i++) {
            broker.publish("kept/1", "x".repeat(300), Q1);
        }
        node.settle();

        TestClient back = back(1, "kept/1", first.epoch("kept/1"), 0);

        await().untilAsserted(() -> assertThat(afterWelcome(back))
                .containsExactly("subscribed kept/1 4 recovered=false,4", "r kept/1 -1 kept/1 short"));
    }

    @Test
    void clientThatWantsNothingRetained_isSparedWhatWasPublishedSo() {
        TestClient first = subscribed("kept/1");
        publish("kept/1", 1, 1);
        broker.retain("kept/1", "state");
        publish("kept/1", 3, 3);
        TestClient back = node.client(1);

        back.subscribe("kept/1", RetainedMode.NONE, first.epoch("kept/1"), 0);

        await().untilAsserted(() -> assertThat(afterWelcome(back))
                .containsExactly(
                        "subscribed kept/1 3 recovered=true,-1", "m kept/1 1 kept/1 t1", "m kept/1 3 kept/1 t3"));
    }
}
