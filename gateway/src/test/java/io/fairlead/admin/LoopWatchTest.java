package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoopWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Runnable> lying = new ArrayList<>();
    private long now = 5;

    private LoopWatch watch(Executor... loops) {
        return new LoopWatch(List.of(loops), PATIENCE, () -> now);
    }

    @Test
    void loopThatRunsItsTask_isNotStuck_howeverLongAgo() {
        LoopWatch watch = watch(Runnable::run);
        watch.ask();
        now += PATIENCE.multipliedBy(2).toNanos();

        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void loopThatLeavesItsTaskLying_isStuckPastThePatience_andNotAskedAgain() {
        LoopWatch watch = watch(Runnable::run, lying::add);
        watch.ask();
        now += PATIENCE.toNanos();
        watch.ask();
        assertThat(watch.stuck()).isEmpty();

        now++;

        assertThat(watch.stuck()).containsExactly(1);
        assertThat(lying).hasSize(1);
    }

    @Test
    void stuckLoop_runsItsTaskAtLast_livesAgain() {
        LoopWatch watch = watch(lying::add);
        watch.ask();
        now += PATIENCE.toNanos() + 1;
        assertThat(watch.stuck()).isNotEmpty();

        lying.get(0).run();

        assertThat(watch.stuck()).isEmpty();
    }

    @Test
    void loopThatHasEnded_isStuckInTime() {
        LoopWatch watch = watch(task -> {
            throw new RejectedExecutionException("ended");
        });
        watch.ask();
        now += PATIENCE.toNanos() + 1;

        assertThat(watch.stuck()).containsExactly(0);
    }
}
