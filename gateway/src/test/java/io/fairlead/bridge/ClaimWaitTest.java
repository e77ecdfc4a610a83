package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClaimWaitTest {

    private static final long UP = ClaimWait.REST.toNanos();

    private final ClaimWait wait = new ClaimWait(Duration.ofMillis(500));

    @Test
    void closedAgainAndAgain_waitsLongerEachTime_withinBounds() {
        long[] waits = new long[10];
        for (int i = 0; i < waits.length; i++) {
            wait.onUp(0);
            waits[i] = wait.onClosed(UP - 1).toMillis();
        }

        assertThat(waits).startsWith(500, 1000, 2000).endsWith(32_000, 32_000);
    }

    @Test
    void closedAfterARest_waitsTheLeastAgain() {
        wait.onUp(0);
        wait.onClosed(1);
        wait.onUp(2);

        assertThat(wait.onClosed(2 + UP)).isEqualTo(Duration.ofMillis(500));
    }
}
