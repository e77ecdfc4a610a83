package io.fairlead.bench;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Does something so many times at a steady pace on an event loop. What is late is made up for, and is told when it was due:
 * a server that stalls the load does not make its own latencies look better.
 */
final class Pacer {

    private final EventLoop loop;
    private final LongConsumer work;
    private final long intervalNanos;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int left;
    private long due;

    private Pacer(EventLoop loop, int times, long intervalNanos, LongConsumer work) {
        this.loop = loop;
        this.left = times;
        this.intervalNanos = intervalNanos;
        this.work = work;
    }

    /** Starts; {@code work} is told when it was due, by {@link System#nanoTime()}. Done when it ran so many times. */
    static CompletableFuture<Void> start(EventLoop loop, int times, long intervalNanos, LongConsumer work) {
        Pacer pacer = new Pacer(loop, times, intervalNanos, work);
        loop.execute(pacer::begin);
        return pacer.done;
    }

    private void begin() {
        due = System.nanoTime();
        run();
    }

    private void run() {
        long now = System.nanoTime();
        while (left > 0 && due - now <= 0) {
            work.accept(due);
            left--;
            due += intervalNanos;
        }
        if (left == 0) {
            done.complete(null);
        } else {
            loop.schedule(this::run, due - now, TimeUnit.NANOSECONDS).addListener(run -> {
                if (!run.isSuccess()) {
                    done.completeExceptionally(run.cause());
                }
            });
        }
    }
}
