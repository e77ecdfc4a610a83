package io.fairlead.shares;

/**
 * How much waits for all clients together, and what is to be done about it: past three quarters of the bound nobody new is
 * taken, until it is half; past the bound itself, twice in a row, those go for whom most waits. What is looked at twice is no
 * burst that everybody reads. Told by one thread at a time, asked by any.
 */
public final class MemoryMarks {

    private static final int PATIENCE = 2;

    private final long bound;
    private volatile long waiting;
    private volatile boolean full;
    private int exceeded;

    /** @param bound in bytes; 0 for none */
    MemoryMarks(long bound) {
        this.bound = bound;
    }

    /** Whether it makes sense to count what waits, when so much memory is in use. */
    public boolean isWorthCounting(long usedBytes) {
        return bound > 0 && (full || usedBytes > bound / 2);
    }

    /**
     * Says how much waits.
     *
     * @param waitingBytes for all clients; what several share is counted for each
     * @param usedBytes how much memory all buffers take
     * @return how many of the waiting bytes are to go
     */
    public long look(long waitingBytes, long usedBytes) {
        long real = Math.min(waitingBytes, usedBytes);
        waiting = real;
        if (bound == 0) {
            return 0;
        }
        full = real > (full ? bound / 2 : bound / 4 * 3);
        exceeded = real > bound ? exceeded + 1 : 0;
        // Where buffers are shared, as much of what is counted has to go as of what is there.
        return exceeded < PATIENCE ? 0 : (long) ((double) waitingBytes * (1 - 0.75 * (double) bound / (double) real));
    }

    /** How many bytes waited when it was last looked at. Any thread. */
    public long waiting() {
        return waiting;
    }

    /** Whether nobody new is taken. Any thread. */
    boolean isFull() {
        return full;
    }
}
