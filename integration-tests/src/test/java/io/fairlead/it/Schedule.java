package io.fairlead.it;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What goes wrong in a test, and when: drawn at random from a seed, so that a failure tells how to have the same again, with
 * {@code -Dfairlead.seed=}. To be drawn up and run by one thread.
 */
public final class Schedule {

    private record Step(long atMillis, String what, Runnable action) {}

    private final long seed;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private int done;

    private Schedule(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** An empty schedule, with the seed that was asked for or a new one. */
    public static Schedule draw() {
        return of(Long.getLong("fairlead.seed", new Random().nextInt(1_000_000)));
    }

    /** An empty schedule with this seed. */
    public static Schedule of(long seed) {
        return new Schedule(seed);
    }

    /** The source of everything random in the test's thread; another thread takes a {@link #fork}. */
    public Random random() {
        return random;
    }

    /** A source for another thread. */
    public Random fork() {
        return new Random(random.nextLong());
    }

    /** A number from {@code least} to {@code most}. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Plans something for so many milliseconds after the start. */
    public Schedule at(long millis, String what, Runnable action) {
        steps.add(new Step(millis, what, action));
        return this;
    }

    /** Does everything in its time, one after the other: what takes long holds up the rest. */
    public void run() {
        steps.sort(Comparator.comparingLong(Step::atMillis));
        long start = System.nanoTime();
        for (Step step : steps) {
            waitUntil(start + TimeUnit.MILLISECONDS.toNanos(step.atMillis()));
            step.action().run();
            done++;
        }
    }

    private static void waitUntil(long nanos) {
        try {
            var unused = new CountDownLatch(1).await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Runs a test, and has its failure tell the seed and the steps. */
    public void proving(Runnable test) {
        try {
            test.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + this, e);
        }
    }

    @Override
    public String toString() {
        StringBuilder told = new StringBuilder("again with -Dfairlead.seed=" + seed + "; the steps were:");
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            told.append(String.format("%n%s %6d ms  %s", i < done ? "done" : "    ", step.atMillis(), step.what()));
        }
        return told.toString();
    }
}
