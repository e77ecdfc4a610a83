package io.fairlead.relay;

import io.fairlead.topicmap.Rate;

/**
 * How fast publishes may come. One that comes too early is let through, and those after it wait: the debt says for how long.
 * Time is in milliseconds, of any origin.
 */
final class Pace {

    private final double perMilli;
    private final int burst;
    private double tokens;
    private long filledMillis;

    Pace(Rate rate, long nowMillis) {
        this.perMilli = rate.perSecond() / 1000;
        this.burst = Math.max(1, rate.burst());
        this.tokens = burst;
        this.filledMillis = nowMillis;
    }

    /** Takes one; returns for how many milliseconds none may follow, 0 if one may. */
    long take(long nowMillis) {
        tokens = Math.min(burst, tokens + Math.max(0, nowMillis - filledMillis) * perMilli) - 1;
        filledMillis = nowMillis;
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perMilli);
    }
}
