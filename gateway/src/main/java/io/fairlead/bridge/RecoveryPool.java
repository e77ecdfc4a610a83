package io.fairlead.bridge;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes the node may keep of live messages for clients that come back. Half of them belong to the loops, to each as
 * many; the rest goes in chunks to loops that need more, so that no message touches what loops share. Any thread.
 */
final class RecoveryPool {

    /** How much a loop takes at a time, in bytes. */
    static final long CHUNK = 64 << 10;

    private final long reserved;
    private final AtomicLong left;

    /**
     * @param bytes what all loops may use together
     * @param loops how many loops share it
     */
    RecoveryPool(long bytes, int loops) {
        this.reserved = bytes / 2 / loops;
        this.left = new AtomicLong(bytes - reserved * loops);
    }

    /** What each loop has of its own, in bytes. */
    long reserved() {
        return reserved;
    }

    /** Takes at least a chunk, or this many bytes if they are more; less where there is less. Returns how many. */
    long take(long wanted) {
        while (true) {
            long there = left.get();
            long taken = Math.min(there, Math.max(wanted, CHUNK));
            if (left.compareAndSet(there, there - taken)) {
                return taken;
            }
        }
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
