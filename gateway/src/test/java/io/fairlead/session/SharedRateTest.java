package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.topicmap.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedRateTest {

    private static final long NOW = SessionTester.START;

    private final SharedRate rate = new SharedRate(new Rate(10, 2));

    @Test
    void full_burst_isTaken_andThenOneAtATime() {
        assertThat(rate.take(NOW)).isZero();
        assertThat(rate.take(NOW)).isZero();
        assertThat(rate.take(NOW)).isEqualTo(100);
        assertThat(rate.take(NOW + 40)).isEqualTo(60);
        assertThat(rate.take(NOW + 100)).isZero();
        assertThat(rate.take(NOW + 100)).isEqualTo(100);
    }

    @Test
    void empty_aLongTimeLater_holdsNoMoreThanItsBurst() {
        rate.take(NOW);
        rate.take(NOW);

        assertThat(rate.isFull(NOW + 199)).isFalse();
        assertThat(rate.isFull(NOW + 200)).isTrue();
        assertThat(rate.take(NOW + 1_000_000)).isZero();
        assertThat(rate.take(NOW + 1_000_000)).isZero();
        assertThat(rate.take(NOW + 1_000_000)).isPositive();
    }

    @Test
    void spent_beyondTheBurst_restsUntilItIsEarned() {
        assertThat(rate.spend(2, NOW)).isZero();
        assertThat(rate.spend(5, NOW)).isEqualTo(500);
        assertThat(rate.take(NOW + 500)).isEqualTo(100);
        assertThat(rate.take(NOW + 600)).isZero();
    }

    @Test
    void clockSetBackFar_debtIsForgotten() {
        rate.spend(2, NOW);

        assertThat(rate.take(NOW - 3_600_000)).isZero();
    }

    @Test
    void severalThreads_neverTakeMoreThanThereIs() throws InterruptedException {
        SharedRate shared = new SharedRate(new Rate(1, 1_000));
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int j = 0; j < 1_000; j++) {
                    if (shared.take(NOW) == 0) {
                        taken.incrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).hasValue(1_000);
    }
}
