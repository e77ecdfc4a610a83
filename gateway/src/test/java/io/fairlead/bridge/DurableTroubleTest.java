package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.LinkDown;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DurableTroubleTest {

    private final DurableTrouble trouble = new DurableTrouble();
    private final LinkDown refused = new LinkDown(false, 0x85, "the broker refused the link", 1, Duration.ZERO);

    @Test
    void manyAttempts_fail_isSaidOnceAMinute() {
        long start = Long.MAX_VALUE - 5;

        assertThat(trouble.tell(refused, start)).isTrue();
        assertThat(trouble.tell(refused, start + TimeUnit.SECONDS.toNanos(59))).isFalse();
        assertThat(trouble.tell(refused, start + TimeUnit.SECONDS.toNanos(61))).isTrue();
        assertThat(trouble.tell(refused, start + TimeUnit.SECONDS.toNanos(62))).isFalse();
    }
}
