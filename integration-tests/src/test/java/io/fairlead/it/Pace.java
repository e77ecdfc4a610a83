package io.fairlead.it;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How fast bytes go one way through a {@link TcpProxy}. It may change at any time, also for who waits in it. */
final class Pace {

    /** As {@link Object#wait(long)} has it. */
    private static final long FOR_EVER = 0;

    private boolean stalled;
    private long delayNanos;
    private int portion = Integer.MAX_VALUE;
    private long intervalNanos;

    synchronized void stall() {
        stalled = true;
    }

    synchronized void delay(long nanos) {
        delayNanos = nanos;
    }

    synchronized void trickle(int bytes, long everyNanos) {
        portion = bytes;
        intervalNanos = everyNanos;
    }

    /** Lets everything through at once from now on. */
    synchronized void free() {
        stalled = false;
        delayNanos = 0;
        portion = Integer.MAX_VALUE;
        notifyAll();
    }

    /** Has everybody who waits look again whether there is still something to wait for. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits as long as what has just arrived is on its way. */
    synchronized void arrive(BooleanSupplier gone) throws InterruptedException {
        long since = System.nanoTime();
        while (!gone.getAsBoolean() && remaining(since, delayNanos) > 0) {
            wait(millis(remaining(since, delayNanos)));
        }
    }

    /** Waits until some of so many bytes may go on, and says how many; all of them once the connection is gone. */
    synchronized int take(int bytes, BooleanSupplier gone) throws InterruptedException {
        long since = System.nanoTime();
        while (!gone.getAsBoolean() && (stalled || isEarly(since))) {
            wait(stalled ? FOR_EVER : millis(remaining(since, intervalNanos)));
        }
        return gone.getAsBoolean() ? bytes : Math.min(bytes, portion);
    }

    private boolean isEarly(long since) {
        return portion < Integer.MAX_VALUE && remaining(since, intervalNanos) > 0;
    }

    private static long remaining(long since, long nanos) {
        return nanos - (System.nanoTime() - since);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }
}
