package io.fairlead.identity.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepTest {

    private final List<Integer> sessions = new ArrayList<>();
    private final List<Integer> looked = new ArrayList<>();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final Sweep<Integer> sweep = new Sweep<>(() -> List.copyOf(sessions), looked::add, turns::add);

    @Test
    void manySessions_areLookedAtOverSeveralTurns_eachOnce() {
        IntStream.range(0, 2_500).forEach(sessions::add);

        sweep.begin();
        assertThat(looked).hasSize(1_000);
        turns.remove().run();
        turns.remove().run();

        assertThat(looked).isEqualTo(sessions);
        assertThat(turns).isEmpty();
    }

    @Test
    void begunAgainAmidASweep_looksAtAllOnceMore_howeverOften() {
        IntStream.range(0, 1_500).forEach(sessions::add);
        sweep.begin();
        sweep.begin();
        sweep.begin();
        sessions.add(7_777);

        while (!turns.isEmpty()) {
            turns.remove().run();
        }

        assertThat(looked).hasSize(1_500 + 1_501).endsWith(7_777);
    }

    @Test
    void begunAfterASweep_looksAgain() {
        sessions.add(1);
        sweep.begin();
        sweep.begin();

        assertThat(looked).containsExactly(1, 1);
        assertThat(turns).isEmpty();
    }
}
