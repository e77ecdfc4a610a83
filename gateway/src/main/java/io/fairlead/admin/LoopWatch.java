package io.fairlead.admin;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Whether event loops answer: each is handed an empty task now and then, and one that has not run it for a while is stuck.
 * Any thread.
 */
final class LoopWatch {

    private final List<Loop> loops;
    private final long patienceNanos;
    private final LongSupplier nanoTime;

    /** One loop, and the task it was handed last. */
    private static final class Loop {
        final Executor executor;
        volatile boolean answered = true;
        volatile long askedAt;

        Loop(Executor executor) {
            this.executor = executor;
        }
    }

    /**
     * A watch that asks only when told to.
     *
     * @param patience how long a loop may leave a task lying
     */
    LoopWatch(List<? extends Executor> loops, Duration patience, LongSupplier nanoTime) {
        this.loops = loops.stream().map(Loop::new).toList();
        this.patienceNanos = patience.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Hands a task to each loop that has run its last one. */
    void ask() {
        loops.stream().filter(loop -> loop.answered).forEach(this::ask);
    }

    private void ask(Loop loop) {
        loop.askedAt = nanoTime.getAsLong();
        loop.answered = false;
        try {
            loop.executor.execute(() -> loop.answered = true);
        } catch (RejectedExecutionException ended) {
            // A loop that takes no task any more does not answer, and that is what is said of it.
        }
    }

    /** The numbers of the loops that have left a task lying for too long. */
    List<Integer> stuck() {
        long now = nanoTime.getAsLong();
        return IntStream.range(0, loops.size())
                .filter(i -> !loops.get(i).answered && now - loops.get(i).askedAt > patienceNanos)
                .boxed()
                .toList();
    }
}
