package io.fairlead.shares;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/** Puts into words why a connection is not taken. Who is sent away comes back at a time of its own. */
final class Turnaways {

    private static final long SOONEST_MILLIS = 5_000;
    private static final long SPREAD_MILLIS = 10_000;

    private final ShareSettings settings;
    private final LongUnaryOperator random;

    /** @param random gives a number from zero to below its argument */
    Turnaways(ShareSettings settings, LongUnaryOperator random) {
        this.settings = settings;
        this.random = random;
    }

    /** For a limit that does not say when there is room again. */
    Turnaway of(Limit limit) {
        return new Turnaway(limit, words(limit), SOONEST_MILLIS + random.applyAsLong(SPREAD_MILLIS));
    }

    /** For one that does, in nanoseconds from now. */
    Turnaway of(Limit limit, long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
        return new Turnaway(limit, words(limit), millis + random.applyAsLong(1_000 + millis / 10));
    }

    private String words(Limit limit) {
        return switch (limit) {
            case CONNECTIONS -> limit.text() + bound(settings.connections());
            case ADDRESS -> limit.text() + bound(settings.connectionsPerAddress());
            case USER -> limit.text() + bound(settings.connectionsPerUser());
            default -> limit.text();
        };
    }

    private static String bound(int most) {
        return most <= 0 ? "" : " (" + most + ")";
    }
}
