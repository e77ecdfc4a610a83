package io.fairlead.session;

import static io.fairlead.session.SessionTester.alice;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenSessionTest {

    private final SessionTester tester = SessionTester.opened(alice());

    @Test
    void open_ping_isAnsweredAlsoWithoutId() {
        tester.on(Commands.ping("1"));
        tester.on(Commands.ping(null));
        assertThat(tester.take()).containsExactly("< pong #1", "< pong");
    }

    @Test
    void open_ackWithoutDurableChannel_isIgnoredAsAnyOfAnotherEpoch() {
        tester.on(new Command.Ack(Commands.id("1"), "e1", 7));
        assertThat(tester.take()).isEmpty();
    }

    @Test
    void open_backgroundAndForeground_areCarriedOutOnceEach_andNotAnswered() {
        tester.on(new Command.Foreground(null));
        tester.on(new Command.Background(Commands.id("1")));
        tester.on(new Command.Background(null));
        tester.on(new Command.Foreground(Commands.id("2")));
        tester.on(new Command.Foreground(null));
        assertThat(tester.take()).containsExactly("background", "foreground");
    }

    @Test
    void open_brokerGoesAndComes_isToldOnceForEachChange() {
        brokerStates(true, false, false, true, true);
        assertThat(tester.take()).containsExactly("< notice broker_down", "< notice broker_up");
    }

    @Test
    void authenticating_brokerGoes_isToldByWelcomeOnly() {
        SessionTester early = new SessionTester();
        early.session.onOpen(Handshake.EMPTY, early.now);
        early.on(Commands.connect("1", "token"));
        early.session.onBrokerState(false, early.now);
        early.take();
        early.verified(alice());
        assertThat(early.take()).containsExactly("@ c1 user=alice i1", "< welcome #1 c1 user=alice down");
    }

    @Test
    void open_frameThatIsNoCommand_isAnError() {
        tester.on(Commands.invalid("1"));
        assertThat(tester.take()).containsExactly("< error #1 bad_frame");
    }

    @Test
    void open_tooManyBadFramesInTenSeconds_closes() {
        IntStream.range(0, 10).forEach(i -> tester.on(Commands.invalid(null)));
        assertThat(tester.take()).hasSize(10).containsOnly("< error bad_frame");
        tester.on(Commands.invalid(null));
        tester.on(Commands.invalid(null));
        assertThat(tester.take()).containsExactly("x bad_frame");
    }

    @Test
    void open_badFramesOverALongerTime_areBorne() {
        for (int i = 0; i < 50; i++) {
            tester.on(Commands.invalid(null));
            tester.passes(1_000);
        }
        assertThat(tester.take()).hasSize(50).containsOnly("< error bad_frame");
    }

    @Test
    void open_unknownTypes_neverClose() {
        Command unknown = new Command.Invalid(Commands.id("1"), Reason.UNKNOWN_TYPE, "no such command");
        IntStream.range(0, 50).forEach(i -> tester.on(unknown));
        assertThat(tester.take()).hasSize(50).containsOnly("< error #1 unknown_type");
    }

    @Test
    void closed_anything_isIgnored() {
        tester.session.onClosed(tester.now);
        tester.on(Commands.ping("1"));
        brokerStates(false);
        tester.passes(1_000_000_000);
        tester.session.onClosed(tester.now);
        assertThat(tester.take()).isEmpty();
        assertThat(tester.session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    private void brokerStates(boolean... states) {
        for (boolean up : states) {
            tester.session.onBrokerState(up, tester.now);
        }
    }
}
