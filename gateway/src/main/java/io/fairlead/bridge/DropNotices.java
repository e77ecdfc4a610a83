package io.fairlead.bridge;

import io.fairlead.session.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What one slow client was not sent, to be told once it reads again. Owned by the client's loop, and there only while
 * something is to be told.
 */
final class DropNotices {

    private static final long LOOK_MILLIS = 250;

    private final SessionDriver driver;
    private final List<Subscriber> dropped = new ArrayList<>(1);

    DropNotices(SessionDriver driver) {
        this.driver = driver;
    }

    /** Counts a message that this subscription was not sent. */
    void count(Subscriber subscriber) {
        if (dropped.isEmpty()) {
            lookLater();
        }
        if (subscriber.dropped++ == 0) {
            dropped.add(subscriber);
        }
    }

    private void lookLater() {
        var unused =
                driver.sessions().loop().eventLoop().schedule(this::tellIfItReads, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }

    private void tellIfItReads() {
        if (driver.isClosed()) {
            return;
        }
        if (!driver.reads()) {
            lookLater();
            return;
        }
        List<Subscriber> told = List.copyOf(dropped);
        dropped.clear();
        told.forEach(this::tell);
    }

    private void tell(Subscriber subscriber) {
        long count = subscriber.dropped;
        subscriber.dropped = 0;
        if (!subscriber.left) {
            driver.reply(new Reply.Notice.Dropped(subscriber.grant().channel(), count, "slow"));
        }
    }
}
