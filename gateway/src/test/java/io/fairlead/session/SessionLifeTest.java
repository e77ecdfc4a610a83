package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.identity.Identity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whole lives, line by line. */
class SessionLifeTest {

    private final SessionTester tester = new SessionTester();

    @Test
    void pageThatJustListens_fromUpgradeToEnd() {
        tester.session.onOpen(new Handshake(null, null, List.of("open/news")), tester.now);
        tester.verified(Identity.ANONYMOUS);
        tester.joined();
        tester.session.onBrokerState(false, tester.now);
        tester.session.onBrokerState(true, tester.now);
        tester.session.onGap(tester.lastJoin(), "e2", 0, true, tester.now);
        tester.session.onClosed(tester.now);
        assertThat(tester.take())
                .containsExactly(
                        "? 1 null",
                        "@ c1",
                        "< welcome c1 secret=s-c1 up",
                        "+ 2 open/news ALL",
                        "< subscribed open/news epoch=e1 pos=7",
                        "< notice broker_down",
                        "< notice broker_up",
                        "< notice gap open/news epoch=e2 pos=0 certain",
                        "- 2");
    }

    @Test
    void chatThatRefreshesItsToken_fromConnectToExpiry() {
        tester.session.onOpen(Handshake.EMPTY, tester.now);
        tester.on(Commands.connect("1", "first", "tab", null));
        tester.on(Commands.subscribe("2", "member/42"));
        tester.verified(new Identity("alice", Set.of("member"), Map.of(), null, null));
        tester.joined();
        tester.on(Commands.publish("m-1", "member/42"));
        tester.outcome(new PublishOutcome.Accepted(PublishOutcome.Reason.SUCCESS));
        tester.on(Commands.auth("3", "second"));
        tester.verified(SessionTester.aliceUntil(tester.now + 40_000));
        tester.on(Commands.publish("m-2", "member/42"));
        tester.passes(30_000);
        tester.passes(10_000);
        tester.session.onClosed(tester.now);
        assertThat(tester.take())
                .containsExactly(
                        "? 1 first",
                        "@ tab user=alice i1",
                        "< welcome #1 tab user=alice up",
                        "+ 2 member/42 ALL",
                        "< subscribed #2 member/42 epoch=e1 pos=7",
                        "> 3 t/member/42",
                        "< published #m-1 broker reason=success",
                        "? 4 second",
                        "< authenticated #3 expires=2026-11-20T16:00:40Z",
                        "- 2",
                        "< unsubscribed member/42 forbidden",
                        "< error #m-2 forbidden",
                        "< notice token_expiring in=10000",
                        "x token_expired");
    }
}
