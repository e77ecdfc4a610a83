package io.fairlead.broker.connect;

/**
 * How many attempts to connect all links of a broker may make in a second, together. An attempt asks for its turn; turns
 * are equally far apart, after a few that are had at once. Thread-safe.
 */
final class ConnectBudget {

    private final long nanosApart;
    private final long burstNanos;
    private long nextTurn;
    private boolean used;

    /**
     * @param perSecond attempts a second in the long run
     * @param atOnce how many may be made without a pause after a quiet time
     */
    ConnectBudget(double perSecond, int atOnce) {
        this.nanosApart = (long) (1e9 / perSecond);
        this.burstNanos = nanosApart * (atOnce - 1);
    }

    /** Takes a turn; returns how long from now it is, in nanoseconds. The clock may have any origin. */
    synchronized long take(long nowNanos) {
        return take(nowNanos, Long.MAX_VALUE);
    }

    /** Takes a turn if it is at most so far away; returns how long from now it is, in nanoseconds, or -1. */
    synchronized long take(long nowNanos, long mostNanos) {
        long earliest = nowNanos - burstNanos;
        if (!used || nextTurn - earliest < 0) {
            nextTurn = earliest;
            used = true;
        }
        long wait = Math.max(0, nextTurn - nowNanos);
        if (wait > mostNanos) {
            return -1;
        }
        nextTurn += nanosApart;
        return wait;
    }
}
