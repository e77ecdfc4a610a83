package io.fairlead.identity.jwt;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A timer whose thread is real and whose time stands still until a test moves it. */
final class ManualTimer implements Timer {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "keys");
        made.setDaemon(true);
        return made;
    });
    private final PriorityQueue<Later> later =
            new PriorityQueue<>(Comparator.comparingLong(Later::at).thenComparingLong(Later::number));
    private final AtomicInteger told = new AtomicInteger();
    private long now = 1_000;
    private long last;

    private record Later(long at, long number, Runnable task) {}

    @Override
    public synchronized long millis() {
        return now;
    }

    @Override
    public void execute(Runnable task) {
        told.incrementAndGet();
        thread.execute(() -> {
            task.run();
            told.decrementAndGet();
        });
    }

    @Override
    public synchronized void after(long millis, Runnable task) {
        if (millis == 0) {
            execute(task);
        } else {
            later.add(new Later(now + millis, ++last, task));
        }
    }

    /** Lets this time pass, and returns when all that was due in it is done. */
    void passes(long millis) {
        settle();
        long end = millis() + millis;
        while (passesToNext(end)) {
            settle();
        }
    }

    private synchronized boolean passesToNext(long end) {
        Later next = later.peek();
        if (next == null || next.at() > end) {
            now = end;
            return false;
        }
        now = Math.max(now, next.at());
        later.remove();
        execute(next.task());
        return true;
    }

    /** Returns when the thread has done what it was told, and what came of that. */
    void settle() {
        try {
            do {
                Future<?> done = thread.submit(() -> {});
                done.get();
            } while (told.get() > 0);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
