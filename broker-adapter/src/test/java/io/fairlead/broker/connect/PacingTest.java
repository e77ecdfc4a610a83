package io.fairlead.broker.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacingTest {

    private static final long MILLI = 1_000_000;

    @Test
    void storm_takesTurns_aFewAtOnceAndTheRestEvenlyApart() {
        ConnectBudget budget = new ConnectBudget(100, 3);
        long now = Long.MAX_VALUE - 5 * MILLI;
        List<Long> waits = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            waits.add(budget.take(now) / MILLI);
        }

        assertThat(waits).containsExactly(0L, 0L, 0L, 10L, 20L, 30L);
    }

    @Test
    void quietTime_afterAStorm_givesTheFewBackAndNoMore() {
        ConnectBudget budget = new ConnectBudget(100, 2);
        for (int i = 0; i < 5; i++) {
            budget.take(0);
        }

        assertThat(budget.take(1_000 * MILLI)).isZero();
        assertThat(budget.take(1_000 * MILLI)).isZero();
        assertThat(budget.take(1_000 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void backoff_bound_doublesUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(3));

        assertThat(List.of(
                        backoff.bound(0), backoff.bound(1), backoff.bound(2), backoff.bound(3), backoff.bound(9_999)))
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3));
    }

    @Test
    void backoff_pauses_liveWithinTheBoundAndAreNotAllAlike() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1));
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pauses.add(backoff.pause(0));
        }

        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isBetween(Duration.ZERO, Duration.ofSeconds(1)));
        assertThat(pauses.stream().distinct().count()).isGreaterThan(50);
    }
}
