package io.fairlead.broker;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How these tests wait for a condition: looked at often, since a fake answers at once, and patiently. */
public final class Waiting {

    private Waiting() {}

    public static ConditionFactory await() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(3))
                .atMost(Duration.ofSeconds(30));
    }
}
