package io.fairlead.shares;

/** Tokens that come as time passes, up to a bound; begins full. For one thread at a time. */
final class Bucket {

    private final double perNano;
    private final double most;
    private double tokens;
    private long filledAt;

    /** @param most how many there may be; the first that many are there at once */
    Bucket(double perSecond, double most, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.most = most;
        this.tokens = most;
        this.filledAt = nowNanos;
    }

    /** Takes one if there is one. */
    boolean take(long nowNanos) {
        fill(nowNanos);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Takes so many, also where they are not there yet. */
    void owe(double count, long nowNanos) {
        fill(nowNanos);
        tokens -= count;
    }

    /** How long until there is one, in nanoseconds; 0 if there is. */
    long nanosUntilOne(long nowNanos) {
        fill(nowNanos);
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
    }

    /** Whether it is as if nothing had ever been taken. */
    boolean isFull(long nowNanos) {
        fill(nowNanos);
        return tokens >= most;
    }

    private void fill(long nowNanos) {
        long passed = nowNanos - filledAt;
        if (passed > 0) {
            filledAt = nowNanos;
            tokens = Math.min(most, tokens + passed * perNano);
        }
    }
}
