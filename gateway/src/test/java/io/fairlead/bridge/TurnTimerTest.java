package io.fairlead.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTimerTest {

    /** What the loop says where nothing is to be done at any time. */
    private static final long NOTHING = -1;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int turns;
    private final TurnTimer timer = new TurnTimer(channel.eventLoop(), Runnable::run, now -> turns++);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void set_timeComes_looksOnce() {
        timer.set(SECOND, 0);

        passed(1);

        assertThat(turns).isEqualTo(1);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
    }

    @Test
    void setEarlier_leavesNothingOfTheLaterTime() {
        timer.set(100 * SECOND, 0);
        timer.set(SECOND, 0);

        passed(1);

        assertThat(turns).isEqualTo(1);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
    }

    @Test
    void setLater_keepsTheEarlierTime() {
        timer.set(SECOND, 0);
        timer.set(100 * SECOND, 0);

        passed(1);

        assertThat(turns).isEqualTo(1);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
    }

    @Test
    void cancelled_leavesNothing_andCanBeSetAgain() {
        timer.set(SECOND, 0);

        timer.cancel();

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING);
        timer.set(SECOND, 0);
        passed(1);
        assertThat(turns).isEqualTo(1);
    }

    private void passed(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
