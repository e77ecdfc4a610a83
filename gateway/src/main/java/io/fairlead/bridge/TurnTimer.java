package io.fairlead.bridge;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The one timer that the paced channels of a client share. Times are of {@link System#nanoTime()}. Owned by its loop. */
final class TurnTimer {

    /** How soon it looks again, so that one look serves many channels. */
    private static final long SOONEST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final EventLoop loop;
    private final Consumer<Runnable> guard;
    private final LongConsumer onTurn;
    private @Nullable ScheduledFuture<?> timer;
    private long at;

    /**
     * A timer that is not set.
     *
     * @param guard runs what is due
     * @param onTurn told the time; sets the timer anew where something still waits
     */
    TurnTimer(EventLoop loop, Consumer<Runnable> guard, LongConsumer onTurn) {
        this.loop = loop;
        this.guard = guard;
        this.onTurn = onTurn;
    }

    /** Sets it, unless it is set for an earlier time. */
    void set(long time, long now) {
        if (timer != null && at - time <= 0) {
            return;
        }
        cancel();
        at = time;
        timer = loop.schedule(
                () -> guard.accept(this::look), Math.max(SOONEST_NANOS, time - now), TimeUnit.NANOSECONDS);
    }

    private void look() {
        timer = null;
        onTurn.accept(System.nanoTime());
    }

    /** Sets it for no time. A rate may be so low that the loop would hold a client for years that is long gone. */
    void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
