package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.FakeBroker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.identity.revocation.Revocations.News;
import io.fairlead.identity.revocation.Subject;
import io.fairlead.session.Command;
import io.fairlead.session.Reason;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationTest {

    private static final NodeSettings.Durable BOUNDS =
            new NodeSettings.Durable(8, 10_000, Duration.ofHours(1), 5, Duration.ofMillis(10), false);
    private static final long LONG_AGO = 5;

    private FakeBroker broker = new FakeBroker();
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<Spread> spreads = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

    private TestNode node(String name) {
        TestNode node = new TestNode(broker, 2, TestNode.settings(name, BOUNDS), () -> now);
        nodes.add(node);
        await().until(() -> broker.connected().containsAll(List.of("fl.n." + name + ".0", "fl.n." + name + ".1")));
        node.settle();
        return node;
    }

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
    }

    private static TestClient connected(TestNode node, int loop, @Nullable String token, @Nullable String name) {
        TestClient client = node.client(loop);
        client.command(new Command.Connect(null, token, name, null, null, List.of(), List.of()));
        node.settle();
        return client;
    }

    private Revocation revoke(TestNode node, Subject subject) {
        Revocations known = node.node.revocations().known();
        Revocation word = known.begin(subject, Duration.ofHours(1));
        assertThat(node.node.revocations().say(word, spreads::add)).isEqualTo(News.NEW);
        return word;
    }

    private void awaitTold(int count) {
        await().untilAsserted(() -> assertThat(spreads).hasSize(count));
        assertThat(spreads).last().isEqualTo(new Spread.Told());
    }

    private static List<String> closes(TestClient client) {
        return client.heard("closed");
    }

    private String token(String user, long issued, String id) {
        return user + "/" + issued + "/" + id;
    }

    private long fresh() {
        return now.getEpochSecond() + 1;
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void user_isClosedOnAllNodesAtOnce_andLetInWithAFreshTokenOnly(MqttVersion version) {
        broker = new FakeBroker(version);
        TestNode a = node("a");
        TestNode b = node("b");
        TestClient here = connected(a, 1, token("alice", LONG_AGO, "x"), "tab");
        TestClient there = connected(b, 0, token("alice", LONG_AGO, "y"), "phone");
        TestClient other = connected(b, 1, token("bob", LONG_AGO, "z"), "phone");

        revoke(a, Subject.ofUser("alice"));

        await().untilAsserted(() -> assertThat(closes(here)).containsExactly("closed unauthenticated"));
        await().untilAsserted(() -> assertThat(closes(there)).containsExactly("closed unauthenticated"));
        awaitTold(1);
        assertThat(closes(other)).isEmpty();
        assertThat(closes(connected(b, 0, token("alice", LONG_AGO, "y"), null)))
                .containsExactly("closed unauthenticated");
        assertThat(connected(b, 0, token("alice", fresh(), "y"), null).heard("welcome"))
                .hasSize(1);
    }

    @Test
    void client_isClosed_andTheUsersOthersAreNot() {
        TestNode a = node("a");
        TestClient tab = connected(a, 0, token("alice", LONG_AGO, "x"), "tab");
        TestClient phone = connected(a, 0, token("alice", LONG_AGO, "x"), "phone");
        TestClient anonymous = connected(a, 1, null, null);

        revoke(a, Subject.ofClient("alice", "tab"));
        a.settle();

        assertThat(closes(tab)).containsExactly("closed unauthenticated");
        assertThat(closes(phone)).isEmpty();
        assertThat(closes(anonymous)).isEmpty();
    }

    @Test
    void anonymousClient_isClosedByItsName() {
        TestNode a = node("a");
        TestClient one = connected(a, 0, null, null);
        TestClient other = connected(a, 1, null, null);

        revoke(a, Subject.ofClient(null, one.welcome().client()));
        a.settle();

        assertThat(closes(one)).containsExactly("closed unauthenticated");
        assertThat(closes(other)).isEmpty();
    }

    @Test
    void token_isClosedAsExpired_andAnotherIsWelcome() {
        TestNode a = node("a");
        TestClient tab = connected(a, 0, token("alice", LONG_AGO, "t1"), "tab");

        revoke(a, Subject.ofToken("t1"));
        a.settle();

        assertThat(closes(tab)).containsExactly("closed token_expired");
        assertThat(closes(connected(a, 0, token("alice", LONG_AGO, "t1"), "tab")))
                .containsExactly("closed token_expired");
        assertThat(connected(a, 1, token("alice", LONG_AGO, "t2"), "tab").heard("welcome"))
                .hasSize(1);
    }

    @Test
    void revokedTokenShownInBand_isRefused_andTheSessionStays() {
        TestNode a = node("a");
        revoke(a, Subject.ofToken("t2"));
        TestClient tab = connected(a, 0, token("alice", LONG_AGO, "t1"), "tab");

        tab.command(new Command.Auth(null, token("alice", LONG_AGO, "t2")));
        a.settle();

        assertThat(tab.heard("error")).singleElement().asString().contains("token_expired");
        assertThat(closes(tab)).isEmpty();
    }

    @Test
    void freshTokenShownInBand_keepsTheSessionThroughTheRevocation() {
        TestNode a = node("a");
        TestClient tab = connected(a, 0, token("alice", LONG_AGO, "t1"), "tab");
        tab.command(new Command.Auth(null, token("alice", fresh(), "t2")));
        a.settle();

        revoke(a, Subject.ofUser("alice"));
        a.settle();

        assertThat(closes(tab)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void nodeStartedLater_knows(MqttVersion version) {
        broker = new FakeBroker(version);
        TestNode a = node("a");
        revoke(a, Subject.ofUser("alice"));
        awaitTold(1);

        TestNode late = node("late");
        await().until(() -> late.node.revocations().known().count() == 1);

        assertThat(closes(connected(late, 0, token("alice", LONG_AGO, "x"), null)))
                .containsExactly("closed unauthenticated");
    }

    @Test
    void nodeThatWasAwayWithoutASession_readsBackWhatItMissed_alsoThatSomethingWasLifted() {
        TestNode a = node("a");
        TestNode b = node("b");
        Revocation lifted = revoke(a, Subject.ofUser("bob"));
        awaitTold(1);
        await().until(() -> b.node.revocations().known().count() == 1);
        List.of("fl.n.b.0", "fl.n.b.1").forEach(broker::down);
        broker.loseSessions();

        revoke(a, Subject.ofUser("alice"));
        a.node.revocations().say(a.node.revocations().known().lift(lifted), spreads::add);
        awaitTold(3);
        List.of("fl.n.b.0", "fl.n.b.1").forEach(broker::up);

        await().untilAsserted(() -> assertThat(b.node.revocations().known().inForce())
                .extracting(Revocation::subject)
                .containsExactly(Subject.ofUser("alice")));
    }

    @Test
    void brokerAway_isInForceHereAtOnce_andToldWhenItIsBack() {
        TestNode a = node("a");
        TestNode b = node("b");
        TestClient here = connected(a, 0, token("alice", LONG_AGO, "x"), "tab");
        broker.down();
        a.settle();

        revoke(a, Subject.ofUser("alice"));
        a.settle();

        assertThat(closes(here)).containsExactly("closed unauthenticated");
        assertThat(spreads)
                .singleElement()
                .isInstanceOfSatisfying(
                        Spread.NotTold.class, not -> assertThat(not.reason()).isEqualTo(Reason.BROKER_DOWN));
        broker.up();
        await().until(() -> b.node.revocations().known().count() == 1);
    }

    @Test
    void brokerThatHasLostWhatItRetained_isToldAgain() {
        TestNode a = node("a");
        Revocation word = revoke(a, Subject.ofUser("alice"));
        awaitTold(1);
        long before = published();
        broker.down();
        broker.retain(topic(word), "");
        broker.up();

        await().until(() -> published() > before);
        TestNode late = node("late");
        await().until(() -> late.node.revocations().known().count() == 1);
    }

    private long published() {
        return broker.published().stream()
                .filter(message -> message.topic().value().startsWith("fairlead/revoked/"))
                .count();
    }

    private static String topic(Revocation word) {
        return "fairlead/revoked/" + word.subject().id();
    }

    @Test
    void wordClearedByMistake_isPublishedAgain() {
        TestNode a = node("a");
        Revocation word = revoke(a, Subject.ofUser("alice"));
        awaitTold(1);

        broker.retain(topic(word), "");

        TestNode late = node("late");
        await().until(() -> late.node.revocations().known().count() == 1);
    }

    @Test
    void expiry_isTheBrokersOnMqtt5() {
        TestNode a = node("a");
        revoke(a, Subject.ofUser("alice"));
        awaitTold(1);

        Message message = broker.published().stream()
                .filter(one -> one.topic().value().startsWith("fairlead/revoked/"))
                .findFirst()
                .orElseThrow();
        assertThat(message.retain()).isTrue();
        assertThat(message.expirySeconds()).isEqualTo(3_600 + Revocations.GRACE.toSeconds());
    }

    @Test
    void overOnMqtt311_isClearedByANodeThatHearsIt() {
        broker = new FakeBroker(MqttVersion.V3_1_1);
        TestNode a = node("a");
        Revocation word = revoke(a, Subject.ofUser("alice"));
        awaitTold(1);
        now = word.until().plus(Revocations.GRACE);

        node("late");

        await().untilAsserted(() -> assertThat(broker.published()).anySatisfy(message -> {
            assertThat(message.topic().value()).isEqualTo(topic(word));
            assertThat(message.payload()).isEmpty();
            assertThat(message.retain()).isTrue();
        }));
    }

    @Test
    void refusedByTheBroker_isSaid() {
        broker.faults().refusePublish("fairlead/revoked/+", 135, "not authorized");
        TestNode a = node("a");

        revoke(a, Subject.ofUser("alice"));

        await().untilAsserted(() -> assertThat(spreads)
                .singleElement()
                .isInstanceOfSatisfying(Spread.NotTold.class, not -> {
                    assertThat(not.reason()).isEqualTo(Reason.BROKER_REFUSED);
                    assertThat(not.why()).contains("not authorized");
                }));
        assertThat(a.node.revocations().known().count()).isEqualTo(1);
    }

    @Test
    void takenAndNotPassedOn_isNotCalledTold() {
        broker = new FakeBroker(MqttVersion.V3_1_1);
        broker.faults().refusePublish("fairlead/revoked/+", 135, "not authorized");
        TestNode a = node("a");

        revoke(a, Subject.ofUser("alice"));

        await().untilAsserted(() -> assertThat(spreads)
                .singleElement()
                .isInstanceOfSatisfying(
                        Spread.NotTold.class, not -> assertThat(not.reason()).isEqualTo(Reason.TIMEOUT)));
    }

    @Test
    void nonsense_isIgnored() {
        TestNode a = node("a");
        TestClient client = connected(a, 0, token("alice", LONG_AGO, "x"), "tab");
        Revocation word = a.node.revocations().known().begin(Subject.ofUser("alice"), Duration.ofHours(1));
        for (String text : List.of(
                "{",
                "[]",
                "{}",
                "{\"user\":\"alice\"}",
                "{\"user\":5,\"at\":\"" + now + "\",\"until\":\"" + now.plusSeconds(60) + "\",\"kept\":\""
                        + now.plusSeconds(60) + "\"}",
                new String(RevocationPayload.of(word, "b"), StandardCharsets.UTF_8))) {
            broker.retain("fairlead/revoked/x", text);
        }
        broker.publish(Message.of(new TopicName("fairlead/revoked/y"), new byte[1 << 20], Qos.AT_LEAST_ONCE));
        broker.publish("elsewhere", "m", Qos.AT_LEAST_ONCE);
        a.settle();

        assertThat(a.node.revocations().known().all()).isEmpty();
        assertThat(closes(client)).isEmpty();
    }

    @Test
    void durableClient_isClosed_itsLinkDoesNotLinger_andTheBrokerKeepsItsSession() {
        TestNode a = node("a");
        DurableTab tab = new DurableTab(a, 1, "tab", "").subscribe("durable/a");
        await().until(() -> !tab.client.heard("subscribed").isEmpty());

        revoke(a, Subject.ofUser("alice"));

        await().until(() -> !broker.connected().contains("fl.d.alice.tab"));
        assertThat(closes(tab.client)).containsExactly("closed unauthenticated");
        assertThat(broker.filtersOf("fl.d.alice.tab")).hasSize(1);
    }

    @Test
    void linkOfADurableClientThatIsGone_isEndedToo() {
        TestNode a = node("a");
        DurableTab tab = new DurableTab(a, 1, "tab", "").subscribe("durable/a");
        await().until(() -> !tab.client.heard("subscribed").isEmpty());
        tab.client.leave();
        a.settle();
        assertThat(broker.connected()).contains("fl.d.alice.tab");

        revoke(a, Subject.ofClient("alice", "tab"));

        await().until(() -> !broker.connected().contains("fl.d.alice.tab"));
    }

    @Test
    void listener_hearsOfWhatBeginsToCount_whereverItWasSaid() {
        TestNode a = node("a");
        TestNode b = node("b");
        List<Subject> heard = new CopyOnWriteArrayList<>();
        b.node.revocations().whenRevoked(word -> heard.add(word.subject()));

        Revocation word = revoke(a, Subject.ofUser("alice"));
        awaitTold(1);
        a.node.revocations().say(a.node.revocations().known().lift(word), spreads::add);
        awaitTold(2);
        revoke(b, Subject.ofToken("t"));

        await().untilAsserted(() -> assertThat(heard).containsExactly(Subject.ofUser("alice"), Subject.ofToken("t")));
    }
}
