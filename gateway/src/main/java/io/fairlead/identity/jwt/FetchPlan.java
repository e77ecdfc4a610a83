package io.fairlead.identity.jwt;

/**
 * When a key set is fetched: anew after a while, soon again after a failure and then ever later, and in between where a token asks for it, but
 * not more often than after a pause. Pure: time is an argument, in milliseconds. For one thread.
 */
final class FetchPlan {

    private static final long FIRST_BACKOFF_MILLIS = 1_000;
    private static final long LONGEST_BACKOFF_MILLIS = 60_000;

    private final long refreshMillis;
    private final long pauseMillis;

    private boolean underWay;
    private long begun;
    private long lastBegin;
    private int failures;
    private long due;

    FetchPlan(JwksSettings settings, long nowMillis) {
        this.refreshMillis = settings.refresh().toMillis();
        this.pauseMillis = settings.pause().toMillis();
        this.due = nowMillis;
    }

    /** How many fetches have begun. */
    long begun() {
        return begun;
    }

    /** When the next fetch is due; {@link Long#MAX_VALUE} while one is under way. */
    long due() {
        return due;
    }

    boolean isUnderWay() {
        return underWay;
    }

    boolean isDue(long nowMillis) {
        return nowMillis >= due;
    }

    void begin(long nowMillis) {
        underWay = true;
        begun++;
        lastBegin = nowMillis;
        due = Long.MAX_VALUE;
    }

    void succeeded(long nowMillis) {
        failures = 0;
        ended(nowMillis + refreshMillis);
    }

    void failed(long nowMillis) {
        long backoff = FIRST_BACKOFF_MILLIS << Math.min(failures, 10);
        failures++;
        ended(nowMillis + Math.min(Math.min(backoff, LONGEST_BACKOFF_MILLIS), refreshMillis));
    }

    private void ended(long next) {
        underWay = false;
        due = next;
    }

    /** Whether the last fetch that ended was a failure. */
    boolean isFailing() {
        return failures > 0;
    }

    /** The soonest that a fetch may begin which a token asks for, if none is under way. */
    long soonest(long nowMillis) {
        return begun == 0 ? nowMillis : Math.max(nowMillis, lastBegin + pauseMillis);
    }

    /** A token asks for a fetch, as soon as one may begin. While one is under way it has to be waited for first. */
    void ask(long nowMillis) {
        if (!underWay) {
            due = Math.min(due, soonest(nowMillis));
        }
    }
}
