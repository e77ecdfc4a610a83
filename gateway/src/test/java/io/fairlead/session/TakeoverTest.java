package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TakeoverTest {

    @Test
    void open_takenOver_closesOnceAndGivesBackWhatItHolds() {
        SessionTester tester = SessionTester.subscribedTo("open/a");

        tester.session.onTakenOver(Reason.TAKEN_OVER, tester.now);
        tester.session.onTakenOver(Reason.SUPERSEDED, tester.now);

        assertThat(tester.take()).containsExactly("x taken_over", "- 2");
        assertThat(tester.last(Effect.Close.class).why())
                .isEqualTo("another page connected as tab; give each page its own client name");
    }

    @Test
    void open_takenOverByTheSameInstance_isSuperseded() {
        SessionTester tester = SessionTester.opened(SessionTester.alice());

        tester.session.onTakenOver(Reason.SUPERSEDED, tester.now);

        assertThat(tester.take()).containsExactly("x superseded");
        assertThat(tester.last(Effect.Close.class).why()).isEqualTo("this page has connected again as tab");
    }

    @Test
    void notOpenYet_takenOver_staysAsItIs() {
        SessionTester tester = new SessionTester();
        tester.session.onOpen(Handshake.EMPTY, tester.now);

        tester.session.onTakenOver(Reason.TAKEN_OVER, tester.now);

        assertThat(tester.take()).isEmpty();
    }

    @Test
    void reason_isSuperseded_onlyForTheSameInstanceThatIsNamed() {
        assertThat(Takeover.reason("i1", "i1")).isEqualTo(Reason.SUPERSEDED);
        assertThat(Takeover.reason("i1", "i2")).isEqualTo(Reason.TAKEN_OVER);
        assertThat(Takeover.reason("", "i2")).isEqualTo(Reason.TAKEN_OVER);
        assertThat(Takeover.reason("i1", "")).isEqualTo(Reason.TAKEN_OVER);
        assertThat(Takeover.reason("", "")).isEqualTo(Reason.TAKEN_OVER);
    }
}
