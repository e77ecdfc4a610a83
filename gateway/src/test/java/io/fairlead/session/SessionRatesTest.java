package io.fairlead.session;

import static io.fairlead.session.Commands.ping;
import static io.fairlead.session.Commands.publish;
import static io.fairlead.session.Commands.subscribe;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topic.Qos;
import io.fairlead.topicmap.PayloadForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to who sends more than it may: 10 commands a second, 5 publishes, 1,000 bytes. */
class SessionRatesTest {

    /** Twice the rate, and one for each subscription; less the one that opened the session. */
    private static final int BURST = 2 * 10 + 3 - 1;

    private final SessionTester tester = SessionTester.opened(settings(RateSettings.User.UNLIMITED), alice());

    @Test
    void commandsPastTheBurst_areRefused_andToldWhenToCome() {
        subscribes(BURST + 1);

        assertThat(tester.take().get(BURST)).isEqualTo("< error #" + (BURST + 1) + " rate_limited after=100");
        assertThat(tester.lastWhy())
                .isEqualTo("this client may send 10 commands a second (commandsPerSecond); slow down");
        assertThat(limited()).endsWith(Limit.COMMANDS);

        tester.passes(100);
        tester.on(publish("again", "open/a"));
        assertThat(tester.take()).singleElement().asString().startsWith(">");
    }

    @Test
    void framesThatAreNoCommands_countToo() {
        for (int i = 0; i < BURST; i++) {
            tester.on(new Command.Invalid(null, Reason.UNKNOWN_TYPE, "no such command"));
        }
        tester.take();

        tester.on(new Command.Invalid(Commands.id("1"), Reason.UNKNOWN_TYPE, "no such command"));

        assertThat(tester.take()).containsExactly("< error #1 rate_limited after=100");
    }

    @Test
    void subscriptionsInConnect_countAsFarAsThereIsRoom() {
        SessionTester fresh = new SessionTester(settings(RateSettings.User.UNLIMITED));
        fresh.session.onOpen(Handshake.EMPTY, fresh.now);
        List<Command.Subscribe> many = java.util.Collections.nCopies(500, subscribe(null, "open/a"));
        fresh.on(new Command.Connect(null, "token", "tab", null, null, List.of(), many));
        fresh.verified(alice());
        fresh.take();

        fresh.on(publish("1", "open/a"));
        assertThat(fresh.take()).containsExactly("< error #1 rate_limited after=100");
    }

    @Test
    void pingPastTheBurst_isAnsweredAllTheSame() {
        subscribes(BURST);
        tester.take();

        tester.on(ping("p"));

        assertThat(tester.take()).containsExactly("< pong #p");
        assertThat(limited()).endsWith(Limit.COMMANDS);
    }

    @Test
    void refusedAgainAndAgain_readingStopsForASecond_andItsRateIsLeftIt() {
        subscribes(BURST + 20);
        assertThat(tester.take()).doesNotContain("reading paused");

        subscribes(1);
        assertThat(tester.take()).containsExactly("< error #1 rate_limited after=100", "reading paused");
        assertThat(tester.session.nextDeadline()).isEqualTo(tester.now + 1_000);

        tester.passes(1_000);
        assertThat(tester.take()).containsExactly("reading on");
        for (int i = 0; i < 10; i++) {
            tester.on(ping("p"));
        }
        assertThat(limited()).hasSize(20 + 1);
    }

    @Test
    void floodThatDoesNotEnd_endsTheSession_whichMayComeBack() {
        int pauses = 0;
        while (!tester.take().contains("x rate_limited")) {
            subscribes(100);
            tester.passes(1_000);
            pauses++;
            assertThat(pauses).isLessThan(40);
        }

        assertThat(pauses).isEqualTo(SessionRates.BORNE + 1);
        assertThat(tester.last(Effect.Close.class).retryAfterMillis()).isEqualTo(10_000);
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void floodsWithQuietBetween_areBorne() {
        for (int i = 0; i < 3 * SessionRates.BORNE; i++) {
            subscribes(100);
            tester.passes(1_000);
            tester.passes(10_001);
        }

        assertThat(tester.take()).doesNotContain("x rate_limited");
    }

    @Test
    void acknowledgementsOfWhatWasDelivered_costNothing() {
        tester.on(subscribe("s", "durable/1"));
        tester.durableJoined();
        for (int i = 1; i <= 200; i++) {
            tester.durable(i, "t/durable/1");
            tester.on(new Command.Ack(null, "d1", i));
        }

        assertThat(limited()).isEmpty();
        assertThat(tester.effects.stream().filter(Effect.Acknowledge.class::isInstance))
                .hasSize(200);
    }

    @Test
    void bytesPastTheBurst_areReadLater() {
        tester.session.onRead(2_000, tester.now);
        assertThat(tester.take()).isEmpty();

        tester.session.onRead(500, tester.now);

        assertThat(tester.take()).containsExactly("reading paused");
        assertThat(limited()).containsExactly(Limit.BYTES);
        tester.passes(499);
        assertThat(tester.take()).isEmpty();
        tester.passes(1);
        assertThat(tester.take()).containsExactly("reading on");
    }

    @Test
    void publishesPastTheBurst_readingStopsToo_whenTooManyAreRefused() {
        SessionTester fast = SessionTester.opened(
                new SessionSettings(
                        "gw-1",
                        25_000,
                        65_536,
                        3,
                        new RateSettings(0, 5, 0, RateSettings.User.UNLIMITED),
                        1_000,
                        1 << 20,
                        SessionSettings.Requests.DEFAULT,
                        10_000),
                alice());
        for (int i = 0; i < 10 + 200; i++) {
            fast.on(publish(null, "open/a"));
        }
        assertThat(fast.take()).doesNotContain("reading paused");

        fast.on(publish(null, "open/a"));

        assertThat(fast.take()).endsWith("reading paused");
        assertThat(fast.lastWhy()).isEqualTo("this client may publish 5 times a second (publishPerSecond); slow down");
    }

    @Test
    void packets_areSlowedAndNeverRefused() {
        for (int i = 0; i < BURST; i++) {
            tester.session.onPacket(1, tester.now);
        }
        assertThat(tester.take()).isEmpty();

        tester.session.onPacket(5, tester.now);
        tester.on(publish("1", "open/a"));

        assertThat(tester.take()).containsExactly("reading paused", "> 2 t/open/a");
        tester.passes(500);
        assertThat(tester.take()).containsExactly("reading on");
    }

    @Test
    void packetThatComesBeforeItsTurn_waits_alsoForTheUsersShare() {
        SessionTester shared = SessionTester.opened(settings(new RateSettings.User(0, 1, 0)), alice());
        shared.session.onPacket(1, shared.now);
        for (int i = 1; i <= 3; i++) {
            shared.on(packet("1" + i));
        }

        assertThat(shared.take()).containsExactly("> 2 t/open/a", "> 3 t/open/a", "reading paused");
        shared.passes(1_000);
        assertThat(shared.take()).containsExactly("> 4 t/open/a", "reading on");
    }

    @Test
    void usersClients_shareItsRates_alsoAcrossReconnects() {
        SessionTester one = SessionTester.opened(settings(new RateSettings.User(2, 0, 0)), alice());
        SessionTester other = one.besides(alice());
        one.on(ping("1"));
        one.on(ping("2"));
        one.on(ping("3"));
        one.on(ping("4"));
        one.take();

        other.on(publish("5", "open/a"));

        assertThat(other.take()).containsExactly("< error #5 rate_limited after=500");
        assertThat(other.lastWhy())
                .isEqualTo("all clients of this user together may send 2 commands a second "
                        + "(user.commandsPerSecond); slow down");
    }

    private static Command.Publish packet(String id) {
        Payload payload = new Payload(PayloadForm.BINARY, "x".getBytes(StandardCharsets.UTF_8));
        return new Command.Publish(
                Commands.id(id),
                "open/a",
                payload,
                Qos.AT_LEAST_ONCE,
                false,
                -1,
                false,
                null,
                List.of(),
                new PublishPacket(false));
    }

    private void subscribes(int many) {
        for (int i = 1; i <= many; i++) {
            tester.on(subscribe(String.valueOf(i), "nowhere/1"));
        }
    }

    private List<Limit> limited() {
        return tester.effects.stream()
                .filter(Effect.Limited.class::isInstance)
                .map(effect -> ((Effect.Limited) effect).limit())
                .toList();
    }

    private static SessionSettings settings(RateSettings.User user) {
        return new SessionSettings(
                "gw-1",
                25_000,
                65_536,
                3,
                new RateSettings(10, 5, 1_000, user),
                1_000,
                1 << 20,
                SessionSettings.Requests.DEFAULT,
                10_000);
    }
}
