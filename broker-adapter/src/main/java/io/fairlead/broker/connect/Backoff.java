package io.fairlead.broker.connect;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The pause before the next attempt: "full jitter", random between nothing and a bound that doubles with each failure. */
final class Backoff {

    private final Duration first;
    private final Duration longest;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** A random pause after so many failed rounds; zero rounds is the first attempt after a link was lost. */
    Duration pause(int failedRounds) {
        return Duration.ofNanos(
                ThreadLocalRandom.current().nextLong(bound(failedRounds).toNanos() + 1));
    }

    /** What no pause after so many failed rounds exceeds. */
    Duration bound(int failedRounds) {
        Duration bound = first;
        for (int i = 0; i < failedRounds && bound.compareTo(longest) < 0; i++) {
            bound = bound.multipliedBy(2);
        }
        return bound.compareTo(longest) < 0 ? bound : longest;
    }
}
