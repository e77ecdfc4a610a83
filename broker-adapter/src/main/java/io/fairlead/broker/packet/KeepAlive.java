package io.fairlead.broker.packet;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The keep-alive of one connection: twice in its interval it looks whether anything was sent, sends PINGREQ if not, and
 * holds the broker for dead if nothing comes within an interval after that.
 */
final class KeepAlive {

    private static final int LOOKS = 2;

    private final Runnable ping;
    private final Runnable dead;
    private @Nullable ScheduledFuture<?> looking;
    private boolean sent;
    private int looksSincePing;

    KeepAlive(Runnable ping, Runnable dead) {
        this.ping = ping;
        this.dead = dead;
    }

    /** Begins; an interval of 0 s is none. */
    void start(EventLoop loop, int seconds) {
        if (seconds > 0) {
            long millis = TimeUnit.SECONDS.toMillis(seconds) / LOOKS;
            looking = loop.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    /** Something was sent. */
    void sent() {
        sent = true;
    }

    /** Something was received. */
    void heard() {
        looksSincePing = 0;
    }

    private void look() {
        if (looksSincePing >= LOOKS) {
            dead.run();
        } else if (looksSincePing > 0) {
            looksSincePing++;
        } else if (!sent) {
            ping.run();
            looksSincePing = 1;
        }
        sent = false;
    }
}
