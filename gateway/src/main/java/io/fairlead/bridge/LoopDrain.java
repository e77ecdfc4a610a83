package io.fairlead.bridge;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The end of a loop's sessions when the node goes down, spread so that no other node gets all clients at once: they are told
 * one by one over the first half of the window, and each is to come back between a quarter and a half of it later. Owned by
 * the loop.
 */
final class LoopDrain {

    private final LoopSessions sessions;
    private final long windowMillis;

    private LoopDrain(LoopSessions sessions, Duration window) {
        this.sessions = sessions;
        this.windowMillis = window.toMillis();
    }

    /**
     * Begins it, on the loop.
     *
     * @param window how long it lasts at most; zero closes every session at once
     * @param ended called once the last session has ended
     */
    static void begin(LoopSessions sessions, Duration window, Runnable ended) {
        new LoopDrain(sessions, window).begin();
        sessions.whenEmpty(ended);
    }

    private void begin() {
        long closeAt = System.currentTimeMillis() + windowMillis;
        List<SessionDriver> all = sessions.all();
        for (int i = 0; i < all.size(); i++) {
            SessionDriver driver = all.get(i);
            long delay = windowMillis / 2 * i / all.size();
            if (delay == 0) {
                drain(driver, closeAt);
            } else {
                later(() -> drain(driver, closeAt), delay);
            }
        }
    }

    private void drain(SessionDriver driver, long closeAt) {
        long reconnectAfter = windowMillis / 4 + ThreadLocalRandom.current().nextLong(windowMillis / 4 + 1);
        driver.tell((session, now) -> session.onDrain(reconnectAfter, closeAt, now));
    }

    private void later(Runnable task, long delayMillis) {
        var unused = sessions.loop().eventLoop().schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }
}
