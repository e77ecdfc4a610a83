package io.fairlead.session;

import io.fairlead.topicmap.Rate;

/** A token bucket that fills as time passes and starts full. */
final class TokenBucket {

    private final Rate rate;
    private double tokens;
    private long filledMillis;

    TokenBucket(Rate rate, long nowMillis) {
        this.rate = rate;
        this.tokens = rate.burst();
        this.filledMillis = nowMillis;
    }

    Rate rate() {
        return rate;
    }

    /** Takes a token. Returns 0 if there was one, otherwise the milliseconds until there will be, at least 1. */
    long take(long nowMillis) {
        fill(nowMillis);
        if (tokens >= 1) {
            tokens -= 1;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - tokens) * 1000 / rate.perSecond()));
    }

    /** A clock that was set back fills nothing and takes nothing. */
    private void fill(long nowMillis) {
        long passed = Math.max(0, nowMillis - filledMillis);
        filledMillis = nowMillis;
        tokens = Math.min(rate.burst(), tokens + passed * rate.perSecond() / 1000);
    }
}
