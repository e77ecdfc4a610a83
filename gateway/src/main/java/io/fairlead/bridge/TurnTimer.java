package io.fairlead.bridge;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** The one timer that the paced channels of a client share. Times are of {@link System#nanoTime()}. Owned by its loop. */
final class TurnTimer {

    /** How soon it looks again, so that one look serves many channels. */
    private static final long SOONEST_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final SessionDriver driver;
    private final LongConsumer onTurn;
    private boolean set;
    private long at;

    /** @param onTurn told the time; sets the timer anew where something still waits */
    TurnTimer(SessionDriver driver, LongConsumer onTurn) {
        this.driver = driver;
        this.onTurn = onTurn;
    }

    /** Sets it, unless it is set for an earlier time. */
    void set(long time, long now) {
        if (set && at - time <= 0) {
            return;
        }
        set = true;
        at = time;
        var unused = driver.sessions()
                .loop()
                .eventLoop()
                .schedule(
                        () -> driver.contain(() -> look(time)),
                        Math.max(SOONEST_NANOS, time - now),
                        TimeUnit.NANOSECONDS);
        Objects.requireNonNull(unused);
    }

    /** One that was set for a later time than another after it, looks in vain. */
    private void look(long setFor) {
        if (set && at == setFor) {
            set = false;
            onTurn.accept(System.nanoTime());
        }
    }
}
