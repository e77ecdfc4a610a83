package io.fairlead.session;

import io.fairlead.topicmap.Rate;

/** A token bucket that fills as time passes and starts full. For one thread. Times are in milliseconds, of any origin. */
public final class TokenBucket {

    private final Rate rate;
    private double tokens;
    private long filledMillis;

    public TokenBucket(Rate rate, long nowMillis) {
        this.rate = rate;
        this.tokens = rate.burst();
        this.filledMillis = nowMillis;
    }

    /** So much a second, and twice as much in a burst; with a burst of one where that is less. */
    public static Rate twiceInABurst(double perSecond) {
        return new Rate(perSecond, (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(2 * perSecond))));
    }

    /** The same of commands: who comes back asks for all its subscriptions at once. */
    public static Rate withSubscriptions(double perSecond, int subscriptions) {
        int burst = twiceInABurst(perSecond).burst();
        return new Rate(perSecond, (int) Math.min(Integer.MAX_VALUE, (long) burst + subscriptions));
    }

    Rate rate() {
        return rate;
    }

    /** Takes a token. Returns 0 if there was one, otherwise the milliseconds until there will be, at least 1. */
    public long take(long nowMillis) {
        long wait = untilOne(nowMillis);
        if (wait == 0) {
            tokens -= 1;
        }
        return wait;
    }

    /** Takes nothing. Returns 0 if there is a token, otherwise the milliseconds until there will be, at least 1. */
    long untilOne(long nowMillis) {
        fill(nowMillis);
        return tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) * 1000 / rate.perSecond()));
    }

    /** Takes as many as there are, up to so many. */
    void takeUpTo(int most, long nowMillis) {
        fill(nowMillis);
        tokens = Math.max(Math.min(tokens, 0), tokens - most);
    }

    /** Takes so many, also if there are fewer. Returns for how many milliseconds nothing is to follow; 0 if something may. */
    public long spend(long many, long nowMillis) {
        fill(nowMillis);
        tokens -= many;
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * 1000 / rate.perSecond());
    }

    /** A clock that was set back fills nothing and takes nothing. */
    private void fill(long nowMillis) {
        long passed = Math.max(0, nowMillis - filledMillis);
        filledMillis = nowMillis;
        tokens = Math.min(rate.burst(), tokens + passed * rate.perSecond() / 1000);
    }
}
