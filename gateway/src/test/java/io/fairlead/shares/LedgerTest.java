package io.fairlead.shares;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final int MOST = 640;

    private final Ledger<Integer, AtomicInteger> ledger =
            new Ledger<>(MOST, AtomicInteger::new, value -> value.get() < 0);

    @Test
    void manyMoreThanTheBound_areNotAllKnown() {
        for (int i = 0; i < 100_000; i++) {
            ledger.with(i, AtomicInteger::incrementAndGet);
        }

        assertThat(ledger.size()).isLessThanOrEqualTo(MOST);
    }

    @Test
    void onesInUse_surviveAFloodOfOthers_andDoNotMakeItGrow() {
        int used = 3_000;
        for (int i = 0; i < used; i++) {
            ledger.with(-i - 1, AtomicInteger::decrementAndGet);
        }
        for (int i = 0; i < 200_000; i++) {
            ledger.with(i, AtomicInteger::incrementAndGet);
        }

        List<Integer> kept = new ArrayList<>();
        ledger.forEach((key, value) -> {
            if (key < 0) {
                kept.add(key);
            }
        });
        assertThat(kept).hasSize(used);
        assertThat(ledger.size()).isLessThan(used + MOST);
    }

    @Test
    void oneThatIsAskedAboutAgainAndAgain_outlastsOthers() {
        ledger.with(-1, AtomicInteger::incrementAndGet);
        for (int i = 0; i < 10_000; i++) {
            ledger.with(i, AtomicInteger::incrementAndGet);
            ledger.with(-1, AtomicInteger::incrementAndGet);
        }

        assertThat(ledger.<Integer>with(-1, AtomicInteger::get)).isEqualTo(10_001);
    }

    @Test
    void severalThreads_loseNoChange() {
        CompletableFuture<?>[] threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        ledger.with(i % 50, AtomicInteger::incrementAndGet);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).join();

        AtomicInteger sum = new AtomicInteger();
        ledger.forEach((key, value) -> sum.addAndGet(value.get()));
        assertThat(sum).hasValue(200_000);
    }

    @Test
    void forgottenOne_isBlankAgain() {
        ledger.with(1, AtomicInteger::incrementAndGet);
        ledger.ifKnown(1, value -> true);
        ledger.ifKnown(1, value -> {
            throw new AssertionError("it is known");
        });

        assertThat(ledger.<Integer>with(1, AtomicInteger::get)).isZero();
    }
}
