package io.fairlead.session;

import static io.fairlead.session.Commands.auth;
import static io.fairlead.session.Commands.subscribe;
import static io.fairlead.session.Commands.unsubscribe;
import static io.fairlead.session.SessionTester.alice;
import static io.fairlead.session.SessionTester.aliceUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTest {

    private static final long END = SessionTester.START + 3_600_000;

    @Test
    void open_freshTokenOfTheSameUser_isTakenAndTold() {
        SessionTester tester = SessionTester.opened(alice());
        tester.on(auth("1", "fresh"));
        tester.verified(aliceUntil(END));
        assertThat(tester.take())
                .containsExactly("? 2 fresh", "< authenticated #1 expires=" + Instant.ofEpochMilli(END));
        assertThat(tester.session.nextDeadline()).isEqualTo(END - 60_000);
    }

    @Test
    void open_freshTokenWithoutId_isNotAnswered() {
        SessionTester tester = SessionTester.opened(alice());
        tester.on(auth(null, "fresh"));
        tester.verified(alice());
        assertThat(tester.take()).containsExactly("? 2 fresh");
    }

    @Test
    void open_tokenOfAnotherUser_isForbiddenAndChangesNothing() {
        SessionTester tester = SessionTester.subscribedTo("member/a", "member");
        tester.on(auth("1", "bobs"));
        tester.verified(new Identity("bob", Set.of(), Map.of(), Instant.ofEpochMilli(END), null));
        assertThat(tester.take()).containsExactly("? 3 bobs", "< error #1 forbidden");
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void open_tokenThatDoesNotHold_isAnErrorAndChangesNothing() {
        SessionTester tester = SessionTester.opened(alice());
        tester.on(auth("1", "bad"));
        tester.authOutcome(new AuthOutcome.Rejected("the signature does not hold"));
        tester.on(auth("2", "old"));
        tester.authOutcome(new AuthOutcome.Expired("it ended"));
        assertThat(tester.take())
                .containsExactly("? 2 bad", "< error #1 unauthenticated", "? 3 old", "< error #2 token_expired");
    }

    @Test
    void checking_secondToken_isRefusedUntilTheFirstIsAnswered() {
        SessionTester tester = SessionTester.opened(alice());
        tester.on(auth("1", "a"));
        tester.on(auth("2", "b"));
        tester.verified(alice());
        tester.on(auth("3", "c"));
        assertThat(tester.take()).containsExactly("? 2 a", "< error #2 rate_limited", "< authenticated #1", "? 3 c");
    }

    @Test
    void checking_noOutcomeInTime_isAnErrorAndTheOldTokenStays() {
        SessionTester tester = SessionTester.opened(alice());
        tester.on(auth("1", "a"));
        tester.passes(10_000);
        tester.verified(aliceUntil(END));
        assertThat(tester.take()).containsExactly("? 2 a", "< error #1 internal");
    }

    @Test
    void subscribed_freshTokenWithoutTheRight_endsTheSubscription() {
        SessionTester tester = SessionTester.subscribedTo("member/a", "member");
        tester.on(auth("1", "fresh"));
        tester.verified(alice());
        assertThat(tester.take())
                .containsExactly("? 3 fresh", "< authenticated #1", "- 2", "< unsubscribed member/a forbidden");
    }

    @Test
    void subscribed_freshTokenWithTheRight_leavesItUndisturbed() {
        SessionTester tester = SessionTester.subscribedTo("member/a", "member");
        tester.on(auth(null, "fresh"));
        tester.verified(alice("member"));
        assertThat(tester.take()).containsExactly("? 3 fresh");
    }

    @Test
    void subscribed_identityThatMapsElsewhere_endsTheSubscription() {
        SessionTester tester = SessionTester.subscribedTo("tenant/a");
        tester.on(auth(null, "fresh"));
        tester.verified(new Identity("alice", Set.of(), Map.of("tenant", "acme"), null, null));
        assertThat(tester.take()).containsExactly("? 3 fresh", "- 2", "< unsubscribed tenant/a forbidden");
    }

    @Test
    void joining_freshTokenWithoutTheRight_answersAndLeaves() {
        SessionTester tester = SessionTester.opened(alice("member"));
        tester.on(subscribe("1", "member/a"));
        tester.on(unsubscribe("2", "member/a"));
        tester.on(auth(null, "fresh"));
        tester.take();
        tester.verified(alice());
        tester.joined();
        assertThat(tester.take()).containsExactly("< error #1 forbidden", "- 2", "< unsubscribed #2 member/a");
    }

    @Test
    void open_aMinuteBeforeTheEnd_warnsOnceAndClosesAtTheEnd() {
        SessionTester tester = SessionTester.opened(aliceUntil(END));
        assertThat(tester.session.nextDeadline()).isEqualTo(END - 60_000);
        tester.passes(3_540_000);
        tester.passes(1);
        assertThat(tester.take()).containsExactly("< notice token_expiring in=60000");
        assertThat(tester.session.nextDeadline()).isEqualTo(END);
        tester.passes(59_999);
        tester.on(Commands.ping("1"));
        assertThat(tester.take()).containsExactly("x token_expired");
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void open_lifeShorterThanAMinute_warnsAtThreeQuarters() {
        SessionTester tester = SessionTester.opened(aliceUntil(SessionTester.START + 20_000));
        assertThat(tester.session.nextDeadline()).isEqualTo(SessionTester.START + 15_000);
        tester.passes(15_000);
        assertThat(tester.take()).containsExactly("< notice token_expiring in=5000");
    }

    @Test
    void open_clocksMayDiffer_isToldTheTokensEndAndClosedAfterThat() {
        SessionTester tester = SessionTester.opened(aliceUntil(END, END + 30_000));
        tester.passes(3_540_000);
        tester.passes(60_000);
        assertThat(tester.take()).containsExactly("< notice token_expiring in=60000");
        assertThat(tester.session.nextDeadline()).isEqualTo(END + 30_000);
        tester.passes(30_000);
        assertThat(tester.take()).containsExactly("x token_expired");
    }

    @Test
    void open_tokenIsOverButClocksMayDiffer_isWarnedAtOnceAndStaysThatLong() {
        SessionTester tester =
                SessionTester.opened(aliceUntil(SessionTester.START - 10_000, SessionTester.START + 20_000));
        tester.passes(0);
        assertThat(tester.take()).containsExactly("< notice token_expiring in=0");
        tester.passes(19_999);
        assertThat(tester.take()).isEmpty();
        tester.passes(1);
        assertThat(tester.take()).containsExactly("x token_expired");
    }

    @Test
    void open_freshTokenThatCannotBeChecked_isARetryableErrorAndTheOldOneStays() {
        SessionTester tester = SessionTester.opened(aliceUntil(END));
        tester.on(auth("1", "fresh"));
        tester.authOutcome(new AuthOutcome.Unavailable("the issuer does not answer", 5_000));
        Reply.Failed failed = (Reply.Failed) tester.last(Effect.Send.class).reply();
        assertThat(failed.reason()).isEqualTo(Reason.AUTH_UNAVAILABLE);
        assertThat(failed.why()).isEqualTo("the issuer does not answer");
        assertThat(failed.retryAfterMillis()).isEqualTo(5_000);
        assertThat(tester.session.nextDeadline()).isEqualTo(END - 60_000);
    }

    @Test
    void subscribed_tokenEnds_closesAndLeaves() {
        SessionTester tester = SessionTester.opened(aliceUntil(SessionTester.START + 20_000));
        tester.on(subscribe("1", "open/a"));
        tester.joined();
        tester.take();
        tester.passes(20_000);
        tester.session.onClosed(tester.now);
        assertThat(tester.take()).containsExactly("x token_expired", "- 2");
    }

    @Test
    void open_freshTokenBeforeTheEnd_postponesIt() {
        SessionTester tester = SessionTester.opened(aliceUntil(SessionTester.START + 20_000));
        tester.on(auth(null, "fresh"));
        tester.verified(aliceUntil(END));
        tester.passes(20_000);
        assertThat(tester.take()).containsExactly("? 2 fresh");
    }

    @Test
    void open_tokenThatEndsBeyondAllMillis_neverEnds() {
        SessionTester tester = SessionTester.opened(new Identity("alice", Set.of(), Map.of(), Instant.MAX, null));
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }
}
