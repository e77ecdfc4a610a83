package io.fairlead.session;

import static io.fairlead.session.SessionTester.START;
import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.PublishOutcome;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final PublishOutcome ACCEPTED = new PublishOutcome.Accepted(PublishOutcome.Reason.SUCCESS);

    private final SessionTester tester = SessionTester.opened(alice());

    private void drain(long reconnectAfter, long window) {
        tester.session.onDrain(reconnectAfter, tester.now + window, tester.now);
    }

    private long retryAfter() {
        return tester.last(Effect.Close.class).retryAfterMillis();
    }

    @Test
    void open_drain_tellsTheClientAndClosesWhenItIsToGo() {
        drain(7_300, 30_000);
        assertThat(tester.take()).containsExactly("< notice draining in=7300");
        assertThat(tester.session.nextDeadline()).isEqualTo(START + 7_300);

        tester.passes(7_299);
        assertThat(tester.take()).isEmpty();
        tester.passes(1);

        assertThat(tester.take()).containsExactly("x draining");
        assertThat(retryAfter()).isZero();
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void draining_publishThatComesBeforeTheClose_isServed() {
        drain(7_300, 30_000);
        tester.on(Commands.publish("1", "open/a"));
        tester.outcome(ACCEPTED);

        assertThat(tester.take())
                .containsExactly("< notice draining in=7300", "> 2 t/open/a", "< published #1 broker reason=success");
    }

    @Test
    void draining_publishWithoutOutcome_putsTheCloseOffUntilItHasOne() {
        tester.on(Commands.publish("1", "open/a"));
        drain(7_300, 30_000);
        assertThat(tester.session.nextDeadline()).isEqualTo(START + 30_000);
        tester.passes(10_000);
        tester.take();

        tester.outcome(ACCEPTED);

        assertThat(tester.take()).containsExactly("< published #1 broker reason=success");
        assertThat(tester.session.nextDeadline()).isLessThanOrEqualTo(tester.now);
        tester.passes(0);
        assertThat(tester.take()).containsExactly("x draining");
        assertThat(retryAfter()).isZero();
    }

    @Test
    void draining_publishThatNeverHasAnOutcome_isNotWaitedForPastTheWindow_andTheClientIsSpreadAnew() {
        tester.on(Commands.publish("1", "open/a"));
        drain(7_300, 30_000);
        tester.passes(29_999);
        tester.take();

        tester.passes(1);

        assertThat(tester.take()).containsExactly("x draining");
        assertThat(retryAfter()).isEqualTo(7_300);
    }

    @Test
    void windowOfNothing_drain_closesAtOnceEvenWithAPublishUnderWay() {
        tester.on(Commands.publish("1", "open/a"));
        tester.take();

        drain(0, 0);

        assertThat(tester.take()).containsExactly("< notice draining in=0", "x draining");
    }

    @Test
    void drainedTwice_onlyTheFirstCounts() {
        drain(7_300, 30_000);
        drain(1, 2);

        assertThat(tester.take()).containsExactly("< notice draining in=7300");
        assertThat(tester.session.nextDeadline()).isEqualTo(START + 7_300);
    }

    @Test
    void tokenThatEndsFirst_drain_closesForTheToken() {
        SessionTester expiring = SessionTester.opened(SessionTester.aliceUntil(START + 5_000));
        expiring.session.onDrain(7_300, START + 30_000, START);

        expiring.passes(5_000);

        assertThat(expiring.take()).contains("x token_expired").doesNotContain("x draining");
    }

    @Test
    void waitingForTheFirstCommand_drain_closesAtOnceAndSaysWhenToComeBack() {
        SessionTester silent = new SessionTester();
        silent.session.onOpen(Handshake.EMPTY, silent.now);

        silent.session.onDrain(7_300, silent.now + 30_000, silent.now);

        assertThat(silent.take()).containsExactly("x draining");
        assertThat(silent.last(Effect.Close.class).retryAfterMillis()).isEqualTo(7_300);
    }
}
