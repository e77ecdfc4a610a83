package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of clients through a node, and a device that answers when the test says so. */
class RequestTest {

    private static final int LOOPS = 2;
    private static final long LONG = 60_000;

    private final FakeBroker broker = new FakeBroker();
    private TestNode node = new TestNode(broker, LOOPS, roomy()).up();
    private int answered;

    @AfterEach
    void close() {
        node.close();
    }

    /** Requests may wait for long, but not for ever. */
    private static NodeSettings roomy() {
        return TestNode.publishing(new NodeSettings.Publishing(1_000, 100, 2_000, 1 << 20, Duration.ofMillis(300)));
    }

    /** Somebody is subscribed, so that the broker does not say that nobody is. */
    private TestClient device() {
        TestClient device = node.client(0);
        device.subscribe("cmd/#");
        await().until(() -> !device.heard("subscribed").isEmpty());
        return device;
    }

    private List<Message> requests() {
        return broker.published().stream()
                .filter(message -> message.topic().value().startsWith("cmd/"))
                .toList();
    }

    private Message awaitRequest(int number) {
        await().until(() -> requests().size() > number);
        return requests().get(number);
    }

    private void answer(Message request, String text) {
        answer(Objects.requireNonNull(request.responseTopic()), request.correlation(), text);
    }

    private void answer(TopicName topic, byte @Nullable [] correlation, String text) {
        broker.publish(new Message(
                topic,
                text.getBytes(StandardCharsets.UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                Message.NO_EXPIRY,
                null,
                null,
                correlation,
                List.of()));
    }

    private void answerAll() {
        List<Message> all = requests();
        for (; answered < all.size(); answered++) {
            String text = new String(all.get(answered).payload(), StandardCharsets.UTF_8);
            answer(all.get(answered), "re " + text);
        }
    }

    private long ignored() {
        return node.node.meters().sum(loop -> loop.responsesIgnored);
    }

    @Test
    void request_answered_isTheResponse_andTheFilterIsTheLoopsOwn() {
        device();
        TestClient client = node.client(1);
        client.request("r", "cmd/1", "on", LONG);

        answer(awaitRequest(0), "done");

        await().untilAsserted(() -> assertThat(client.heard("response")).containsExactly("response r done"));
        assertThat(broker.filtersOf("fl.n.gw.1"))
                .filteredOn(filter -> filter.value().startsWith("fairlead/reply/"))
                .hasSize(1);
        assertThat(broker.filtersOf("fl.n.gw.0"))
                .noneMatch(filter -> filter.value().startsWith("fairlead/reply/"));
    }

    @Test
    void request_beforeTheFilterIsInForce_waitsForIt() {
        device();
        TestClient client = node.client(1);
        broker.faults().holdSubscribes();
        client.request("r", "cmd/1", "on", LONG);
        await().until(() -> broker.faults().heldSubscribes() == 1);
        node.settle();
        assertThat(requests()).isEmpty();

        broker.faults().releaseSubscribes();

        answer(awaitRequest(0), "done");
        await().until(() -> !client.heard("response r done").isEmpty());
    }

    @Test
    void manyClientsOfEveryLoop_oneAnswerer_eachGetsItsOwn_byOneFilterForEachLoop() {
        device();
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TestClient client = node.client(i % LOOPS);
            clients.add(client);
            for (int k = 0; k < 20; k++) {
                client.request("r" + k, "cmd/" + i, i + "." + k, LONG);
            }
        }

        await().untilAsserted(() -> {
            answerAll();
            assertThat(clients).allMatch(client -> client.heard("response").size() == 20);
        });
        for (int i = 0; i < 50; i++) {
            for (int k = 0; k < 20; k++) {
                assertThat(clients.get(i).heard("response")).contains("response r" + k + " re " + i + "." + k);
            }
        }
        assertThat(node.node.meters().sum(loop -> loop.requestsWaiting)).isZero();
        assertThat(broker.connected().stream().flatMap(id -> broker.filtersOf(id).stream()))
                .filteredOn(filter -> filter.value().startsWith("fairlead/reply/"))
                .hasSize(LOOPS);
    }

    @Test
    void requests_haveTopicsAndCorrelationsThatNobodyCanGuess() {
        device();
        TestClient client = node.client(0);
        for (int i = 0; i < 32; i++) {
            client.request("r" + i, "cmd/1", "x", LONG);
        }
        awaitRequest(31);

        Set<String> keys = new HashSet<>();
        for (Message request : requests()) {
            String topic = Objects.requireNonNull(request.responseTopic()).value();
            keys.add(topic.substring(topic.lastIndexOf('/') + 1));
            assertThat(request.correlation()).hasSize(16);
        }
        assertThat(keys).hasSize(32).allMatch(key -> key.length() == 22);
    }

    @Test
    void answer_toAnothersRequest_isIgnored() {
        device();
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", LONG);
        Message request = awaitRequest(0);
        TopicName topic = Objects.requireNonNull(request.responseTopic());

        answer(topic, new byte[16], "forged");
        answer(
                new TopicName(topic.value().substring(0, topic.value().lastIndexOf('/')) + "/guessed"),
                new byte[16],
                "x");
        answer(request, "true");

        await().until(() -> !client.heard("response").isEmpty());
        assertThat(client.heard("response")).containsExactly("response r true");
        assertThat(ignored()).isEqualTo(2);
    }

    @Test
    void answer_withoutCorrelation_isTakenByItsTopic() {
        device();
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", LONG);
        TopicName topic = Objects.requireNonNull(awaitRequest(0).responseTopic());

        broker.publish(topic.value(), "plain", Qos.AT_LEAST_ONCE);

        await().until(() -> !client.heard("response r plain").isEmpty());
    }

    @Test
    void secondAnswer_isIgnored() {
        device();
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", LONG);
        Message request = awaitRequest(0);

        answer(request, "first");
        answer(request, "second");

        await().until(() -> ignored() == 1);
        assertThat(client.heard("response")).containsExactly("response r first");
    }

    @Test
    void nobodyThere_failsAtOnce() {
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", LONG);

        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error r timeout"));
    }

    @Test
    void noAnswerInTime_isATimeout_andALateOneIsIgnored() {
        device();
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", 50);
        Message request = awaitRequest(0);
        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error r timeout"));

        answer(request, "late");

        await().until(() -> ignored() == 1);
        assertThat(client.heard("response")).isEmpty();
    }

    @Test
    void client_goes_itsRequestIsForgotten() {
        device();
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", LONG);
        Message request = awaitRequest(0);

        client.leave();
        answer(request, "to nobody");

        await().until(() -> ignored() == 1);
        assertThat(node.node.meters().sum(loop -> loop.requestsWaiting)).isZero();
    }

    @Test
    void link_isDown_requestWaitsAndIsAnsweredWhenItReturns() {
        device();
        TestClient client = node.client(1);
        broker.down();
        node.settle();
        client.request("r", "cmd/1", "on", LONG);
        node.settle();
        assertThat(requests()).isEmpty();

        broker.up();

        answer(awaitRequest(0), "done");
        await().until(() -> !client.heard("response r done").isEmpty());
    }

    @Test
    void link_staysDown_requestIsGivenBackAndNeverSent() {
        device();
        TestClient client = node.client(1);
        broker.down();
        node.settle();
        client.request("r", "cmd/1", "on", LONG);

        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error r broker_down"));
        broker.up();
        await().until(() -> node.node.meters().sum(loop -> loop.linksUp) == LOOPS);
        node.settle();
        assertThat(requests()).isEmpty();
    }

    @Test
    void link_isLostWithItsSession_laterRequestsHaveTheirFilterAgain() {
        device();
        TestClient client = node.client(1);
        client.request("r0", "cmd/1", "on", LONG);
        answer(awaitRequest(0), "a");
        await().until(() -> !client.heard("response r0").isEmpty());

        broker.down();
        broker.loseSessions();
        broker.up();
        await().until(() -> broker.filtersOf("fl.n.gw.0").contains(new TopicFilter("cmd/#")));
        client.request("r1", "cmd/1", "on", LONG);

        answer(awaitRequest(1), "b");
        await().until(() -> !client.heard("response r1 b").isEmpty());
    }

    @Test
    void link_flaps_answerToWhatWasSentBefore_stillCounts() {
        device();
        TestClient client = node.client(1);
        broker.faults().holdAcknowledgements();
        client.request("r", "cmd/1", "on", LONG);
        Message request = awaitRequest(0);

        broker.down();
        answer(request, "meanwhile");
        broker.up();

        await().until(() -> !client.heard("response r meanwhile").isEmpty());
    }

    @Test
    void broker_refusesTheRequest_isTold() {
        broker.faults().refusePublish("cmd/1", 135, "not authorized");
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", LONG);

        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error r broker_refused"));
    }

    @Test
    void broker_refusesTheFilterOfAnswers_isTold_andTheNextRequestTriesAgain() {
        device();
        String own = "fairlead/reply/" + node.node.links().unique(1) + "/+";
        broker.faults().refuseSubscription(own, 135, "not authorized");
        TestClient client = node.client(1);
        client.request("r0", "cmd/1", "on", LONG);
        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error r0 broker_refused"));
        assertThat(requests()).isEmpty();

        broker.faults().refuseNothing();
        client.request("r1", "cmd/1", "on", LONG);

        answer(awaitRequest(0), "done");
        await().until(() -> !client.heard("response r1 done").isEmpty());
    }

    @Test
    void requestsBeyondTheBytesThatMayWait_areGivenBack() {
        node.close();
        node = new TestNode(
                        broker,
                        1,
                        TestNode.publishing(new NodeSettings.Publishing(4, 4, 100, 25, Duration.ofMinutes(1))))
                .up();
        TestClient client = node.client(0);
        broker.down();
        node.settle();
        for (int i = 0; i < 4; i++) {
            client.request("r" + i, "cmd/1", "0123456789", LONG);
        }

        await().untilAsserted(() ->
                assertThat(client.heard("error")).containsExactly("error r2 broker_down", "error r3 broker_down"));
    }

    @Test
    void broker_speaksMqtt311_isNotSupported() {
        node.close();
        node = new TestNode(new FakeBroker(MqttVersion.V3_1_1), 1).up();
        TestClient client = node.client(0);
        client.request("r", "cmd/1", "on", LONG);

        await().untilAsserted(() -> assertThat(client.heard("error")).containsExactly("error r not_supported"));
    }
}
