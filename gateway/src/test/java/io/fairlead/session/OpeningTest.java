package io.fairlead.session;

import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {

    private final SessionTester tester = new SessionTester();

    @Test
    void waiting_connect_authenticatesWithItsToken() {
        tester.session.onOpen(new Handshake("header", null, List.of()), tester.now);
        tester.on(Commands.connect("1", "frame"));
        assertThat(tester.take()).containsExactly("? 1 frame");
    }

    @Test
    void waiting_connectWithoutToken_authenticatesWithTheHandshakes() {
        tester.session.onOpen(new Handshake("header", null, List.of()), tester.now);
        tester.on(Commands.connect("1", null));
        assertThat(tester.take()).containsExactly("? 1 header");
    }

    @Test
    void authenticating_verified_welcomes() {
        waiting();
        tester.on(Commands.connect("1", "token", "tab", null));
        tester.take();
        tester.verified(alice());
        assertThat(tester.take()).containsExactly("@ tab user=alice i1", "< welcome #1 tab user=alice up");
    }

    @Test
    void authenticating_verified_tellsLimitsAndExpiry() {
        waiting();
        tester.on(Commands.connect(null, "token"));
        Instant end = Instant.ofEpochMilli(tester.now + 100_000);
        tester.verified(SessionTester.aliceUntil(end.toEpochMilli()));
        Reply.Welcome welcome = (Reply.Welcome) tester.last(Effect.Send.class).reply();
        assertThat(welcome.expires()).isEqualTo(end);
        assertThat(welcome.limits()).isEqualTo(new Reply.Limits(65_536, 3, 0, 0, 0));
        assertThat(welcome.protocol()).isEqualTo("fairlead.v1");
        assertThat(welcome.node()).isEqualTo("gw-1");
    }

    @Test
    void waiting_anyOtherCommand_opensAndThenIsCarriedOut() {
        tester.session.onOpen(new Handshake("header", "tab", List.of()), tester.now);
        tester.on(Commands.subscribe("1", "open/a"));
        tester.verified(alice());
        assertThat(tester.take())
                .containsExactly("? 1 header", "@ tab user=alice", "< welcome tab user=alice up", "+ 2 open/a ALL");
    }

    @Test
    void upgrade_withChannels_opensAndSubscribes() {
        tester.session.onOpen(new Handshake(null, null, List.of("open/a", "open/b")), tester.now);
        tester.verified(Identity.ANONYMOUS);
        assertThat(tester.take())
                .containsExactly("? 1 null", "@ c1", "< welcome c1 secret=s-c1 up", "+ 2 open/a ALL", "+ 3 open/b ALL");
    }

    @Test
    void upgrade_withChannelsAndBadClientName_closes() {
        tester.session.onOpen(new Handshake(null, "a/b", List.of("open/a")), tester.now);
        assertThat(tester.take()).containsExactly("x bad_frame");
    }

    @Test
    void connect_withSubscriptions_subscribesInOrder() {
        waiting();
        tester.on(new Command.Connect(
                null,
                "token",
                "tab",
                null,
                null,
                List.of(),
                List.of(Commands.subscribe(null, "open/a"), Commands.subscribe(null, "nowhere"))));
        tester.take();
        tester.verified(alice());
        assertThat(tester.take())
                .containsExactly(
                        "@ tab user=alice", "< welcome tab user=alice up", "+ 2 open/a ALL", "< error no_route");
    }

    @Test
    void authenticating_commands_waitInOrder() {
        waiting();
        tester.on(Commands.connect("1", "token", "tab", null));
        tester.on(Commands.ping("2"));
        tester.on(Commands.subscribe("3", "open/a"));
        tester.on(Commands.ping("4"));
        tester.verified(alice());
        assertThat(tester.take())
                .containsExactly(
                        "? 1 token",
                        "@ tab user=alice i1",
                        "< welcome #1 tab user=alice up",
                        "< pong #2",
                        "+ 2 open/a ALL",
                        "< pong #4");
    }

    @Test
    void authenticating_moreCommandsThanMayWait_refusesThose() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        IntStream.range(0, SessionState.Authenticating.MAX_WAITING)
                .forEach(i -> tester.on(Commands.ping(String.valueOf(i))));
        tester.take();
        tester.on(Commands.ping("over"));
        assertThat(tester.take()).containsExactly("< error #over rate_limited");
    }

    @Test
    void authenticating_rejected_closes() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.take();
        tester.authOutcome(new AuthOutcome.Rejected("the signature does not hold"));
        tester.on(Commands.ping("2"));
        assertThat(tester.take()).containsExactly("x unauthenticated");
        assertThat(tester.last(Effect.Close.class).why()).contains("signature");
    }

    @Test
    void authenticating_expired_closesSoThatTheClientComesBack() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.take();
        tester.authOutcome(new AuthOutcome.Expired("it ended yesterday"));
        assertThat(tester.take()).containsExactly("x token_expired");
    }

    @Test
    void authenticating_cannotBeToldNow_closesSoThatTheClientComesBackThen() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.authOutcome(new AuthOutcome.Unavailable("the issuer does not answer", 5_000));
        Effect.Close close = tester.last(Effect.Close.class);
        assertThat(close).isEqualTo(new Effect.Close(Reason.AUTH_UNAVAILABLE, "the issuer does not answer", 5_000));
        assertThat(Reason.AUTH_UNAVAILABLE.closeCode()).isBetween(4000, 4499);
    }

    @Test
    void authenticating_verifiedButOverMeanwhile_closes() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.take();
        tester.verified(SessionTester.aliceUntil(tester.now));
        assertThat(tester.take()).containsExactly("x token_expired");
    }

    @Test
    void authenticating_userNameThatMqttCannotCarry_closes() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.take();
        tester.verified(new Identity("al\u0000ice", Set.of(), Map.of(), null, null));
        assertThat(tester.take()).containsExactly("x unauthenticated");
    }

    @Test
    void authenticating_outcomeOfAnotherToken_isIgnored() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.take();
        tester.session.onAuthOutcome(99, new AuthOutcome.Verified(alice()), tester.now);
        assertThat(tester.take()).isEmpty();
    }

    @Test
    void open_secondConnect_isAnError() {
        SessionTester open = SessionTester.opened(alice());
        open.on(Commands.connect("9", "token"));
        assertThat(open.take()).containsExactly("< error #9 bad_frame");
    }

    @Test
    void waiting_nothingInTime_closes() {
        waiting();
        assertThat(tester.session.nextDeadline()).isEqualTo(tester.now + 10_000);
        tester.passes(9_999);
        assertThat(tester.take()).isEmpty();
        tester.passes(1);
        assertThat(tester.take()).containsExactly("x connect_timeout");
    }

    @Test
    void authenticating_noOutcomeInTime_closes() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.take();
        tester.passes(10_000);
        assertThat(tester.take()).containsExactly("x internal");
    }

    @Test
    void waiting_frameThatIsNoCommand_doesNotOpen() {
        waiting();
        tester.on(Commands.invalid("1"));
        assertThat(tester.take()).containsExactly("< error #1 bad_frame");
        assertThat(tester.session.nextDeadline()).isEqualTo(tester.now + 10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a+", "#", "a\u0001b", "a\ud800", "äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü"})
    void waiting_badClientName_isAnErrorAndTheNextConnectCounts(String name) {
        waiting();
        tester.on(Commands.connect("1", "token", name, null));
        tester.on(Commands.connect("2", "token", "tab", null));
        assertThat(tester.take()).containsExactly("< error #1 bad_frame", "? 1 token");
    }

    @Test
    void waiting_instanceWithColon_isAnError() {
        waiting();
        tester.on(new Command.Connect(Commands.id("1"), null, null, "a:b", null, List.of(), List.of()));
        assertThat(tester.take()).containsExactly("< error #1 bad_frame");
    }

    @Test
    void authenticating_userWithoutClientName_isIssuedOneWithoutSecret() {
        waiting();
        tester.on(Commands.connect("1", "token"));
        tester.take();
        tester.verified(alice());
        assertThat(tester.take()).containsExactly("@ c1 user=alice i1", "< welcome #1 c1 user=alice up");
    }

    @Test
    void authenticating_anonymousWithItsSecret_keepsItsName() {
        waiting();
        tester.on(Commands.connect("1", null, "c77", "s-c77"));
        tester.take();
        tester.verified(Identity.ANONYMOUS);
        assertThat(tester.take()).containsExactly("@ c77 i1", "< welcome #1 c77 secret=s-c77 up");
    }

    @Test
    void authenticating_anonymousWithoutItsSecret_getsAnotherName() {
        waiting();
        tester.on(Commands.connect("1", null, "c77", "s-c78"));
        tester.take();
        tester.verified(Identity.ANONYMOUS);
        assertThat(tester.take()).containsExactly("@ c1 i1", "< welcome #1 c1 secret=s-c1 up");
    }

    private void waiting() {
        tester.session.onOpen(Handshake.EMPTY, tester.now);
    }
}
