package io.fairlead.broker.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
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

    /** Every link asks for its turn after a pause of full jitter, as after a restart of the broker; half of the attempts fail. */
    @Test
    void restartOfTheBroker_with5000Links_exceedsTheBudgetInNoSecond() {
        int perSecond = 50;
        int atOnce = 10;
        ConnectBudget budget = new ConnectBudget(perSecond, atOnce);
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        PriorityQueue<long[]> asking = new PriorityQueue<>(Comparator.comparingLong((long[] ask) -> ask[0]));
        for (int link = 0; link < 5_000; link++) {
            asking.add(new long[] {backoff.pause(0).toNanos(), 0});
        }
        List<Long> attempts = new ArrayList<>();
        int connected = 0;
        while (!asking.isEmpty()) {
            long[] ask = asking.remove();
            long attempt = ask[0] + budget.take(ask[0]);
            attempts.add(attempt);
            if (random.nextBoolean()) {
                connected++;
            } else {
                long pause = backoff.pause((int) ask[1] + 1).toNanos();
                asking.add(new long[] {attempt + pause, ask[1] + 1});
            }
        }

        assertThat(connected).isEqualTo(5_000);
        Collections.sort(attempts);
        int inASecond = perSecond + atOnce;
        for (int i = 0; i + inASecond < attempts.size(); i++) {
            assertThat(attempts.get(i + inASecond) - attempts.get(i))
                    .as("seed %d: %d attempts after attempt %d", seed, inASecond, i)
                    .isGreaterThanOrEqualTo(1_000 * MILLI);
        }
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
