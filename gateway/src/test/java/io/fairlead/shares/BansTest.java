package io.fairlead.shares;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BansTest {

    private static final Offender ALICE = new Offender.User("alice");
    private static final ShareSettings.Bans SETTINGS =
            new ShareSettings.Bans(10, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(5));

    private final List<Ban> begun = new ArrayList<>();
    private final Bans bans = new Bans(SETTINGS, begun::add);
    private long now = -5;

    private void misbehave(int points) {
        for (int i = 0; i < points; i++) {
            bans.note(ALICE, Violation.REJECTED, 1, now);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private Duration left() {
        return Duration.ofNanos(bans.nanosLeft(ALICE, now));
    }

    @Test
    void asManyPointsAsMayBe_areBorne() {
        misbehave(10);

        assertThat(left()).isZero();
        assertThat(begun).isEmpty();
    }

    @Test
    void onePointMore_isABan_ofWhichIsToldOnce() {
        misbehave(15);

        assertThat(left()).isEqualTo(Duration.ofMinutes(1));
        assertThat(begun).containsExactly(new Ban("user alice", Duration.ofMinutes(1), "credentials that do not hold"));
        assertThat(bans.list(now)).isEqualTo(begun);
    }

    @Test
    void pointsOverALongTime_areNoBan() {
        for (int i = 0; i < 20; i++) {
            misbehave(9);
            pass(Duration.ofSeconds(61));
        }

        assertThat(begun).isEmpty();
    }

    @Test
    void weightyViolation_countsAsMuch() {
        bans.note(ALICE, Violation.RATE, 1, now);

        assertThat(left()).isPositive();
    }

    @Test
    void ban_endsByItself() {
        misbehave(11);
        pass(Duration.ofMinutes(1));

        assertThat(left()).isZero();
        assertThat(bans.list(now)).isEmpty();
    }

    @Test
    void eachFurtherBan_isTwiceAsLong_upToTheLongest() {
        List<Duration> lengths = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            misbehave(11);
            lengths.add(left());
            pass(left().plusSeconds(61));
        }

        assertThat(lengths).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void longGoodBehaviour_makesTheNextBanTheFirstAgain() {
        misbehave(11);
        pass(Duration.ofMinutes(7));
        misbehave(11);

        assertThat(left()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whoGoesOnWhileBanned_isBannedAgainAtTheFirstViolationAfterIt() {
        misbehave(11);
        pass(Duration.ofSeconds(30));
        misbehave(50);
        pass(Duration.ofSeconds(30));
        assertThat(left()).isZero();
        misbehave(1);

        assertThat(left()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void addressThatManyShare_hasAsMuchMorePatience() {
        for (int i = 0; i < 50; i++) {
            bans.note(ALICE, Violation.REJECTED, 5, now);
        }
        assertThat(left()).isZero();
        bans.note(ALICE, Violation.REJECTED, 5, now);

        assertThat(left()).isPositive();
    }

    @Test
    void liftedBan_isOver_andForgotten() {
        misbehave(11);

        assertThat(bans.lift("user bob", now)).isFalse();
        assertThat(bans.lift("user alice", now)).isTrue();
        assertThat(bans.lift("user alice", now)).isFalse();
        assertThat(left()).isZero();
        misbehave(11);
        assertThat(left()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void noPointsConfigured_isNoBans() {
        Bans off = new Bans(
                new ShareSettings.Bans(0, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1)),
                begun::add);
        for (int i = 0; i < 1_000; i++) {
            off.note(ALICE, Violation.RATE, 1, now);
        }

        assertThat(off.nanosLeft(ALICE, now)).isZero();
    }

    @Test
    void floodOfOffenders_staysWithinBounds() {
        misbehave(11);
        for (int i = 0; i < 300_000; i++) {
            bans.note(new Source(false, i), Violation.REJECTED, 1, now);
        }

        assertThat(bans.known()).isLessThanOrEqualTo(100_000);
    }
}
