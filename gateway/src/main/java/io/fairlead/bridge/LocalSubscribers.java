package io.fairlead.bridge;

import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.session.Joined;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one live channel on one event loop. Owned by that loop, from the first to the last call; the channel's
 * loop holds it only to hand it tasks, which arrive in their order.
 *
 * <p>A subscriber may leave while messages are being delivered (its connection is closed for being slow); its slot is then
 * emptied and the rest moved up afterwards.
 */
final class LocalSubscribers {

    /** How many slots are looked at together: one bit each, and few enough to be still in the cache when they are sent to. */
    private static final int STRETCH = 32;

    private final LoopSessions home;
    private @Nullable Subscriber[] slots = new Subscriber[1];
    private int size;
    private boolean delivering;
    private boolean holes;

    LocalSubscribers(LoopSessions home) {
        this.home = home;
    }

    LoopSessions home() {
        return home;
    }

    /**
     * Puts a subscription in force and replays what is retained, unless the client has left meanwhile: before this task, or in
     * answer to being told.
     */
    void activate(Subscriber subscriber, Joined joined, List<PreparedDelivery> replay) {
        if (!subscriber.left) {
            count(joined);
            add(subscriber);
            subscriber.live.joined(subscriber, joined);
        }
        replay(subscriber, replay);
    }

    private void count(Joined joined) {
        if (joined.recovered() != null) {
            (joined.recovered() ? home.meters().recovered : home.meters().notRecovered).increment();
        }
    }

    /**
     * Puts in force the subscription of a client that comes back, and sends it all that it missed. Where that is more than
     * may wait for the client, it is sent nothing of it and told so, and gets what is retained as any other.
     */
    void activateWhole(Subscriber subscriber, Joined joined, Comeback comeback) {
        if (subscriber.left || comeback.fits(subscriber)) {
            subscriber.recovering = true;
            activate(subscriber, joined, comeback.messages());
            subscriber.recovering = false;
        } else {
            comeback.release();
            activate(subscriber, comeback.untold(joined), List.of());
            SharedLink link = subscriber.link;
            link.home().run(() -> link.channels().oweRetained(subscriber));
        }
    }

    /** Sends messages to one subscriber, and releases them. */
    void replay(Subscriber subscriber, List<PreparedDelivery> replay) {
        for (PreparedDelivery delivery : replay) {
            deliver(delivery, List.of(subscriber));
        }
    }

    /** Delivers to all, and releases. */
    void deliver(PreparedDelivery delivery) {
        boolean lone = home.openTurn();
        delivering = true;
        try {
            home.meters().delivered.add(deliverToAll(delivery, lone));
        } finally {
            delivering = false;
            closeHoles();
            delivery.release();
        }
    }

    private long deliverToAll(PreparedDelivery delivery, boolean lone) {
        long count = 0;
        for (int from = 0, end = size; from < end; from += STRETCH) {
            int to = Math.min(end, from + STRETCH);
            count += deliver(delivery, from, to, lone ? clear(from, to) : 0, lone);
        }
        return count;
    }

    /**
     * Who of a stretch of slots can be sent a live message with nothing to decide: a bit for each, the first is the lowest.
     *
     * <p>Asking a stretch before sending to it is what makes the fan-out cheap. With thousands of subscribers their objects
     * are in no cache when their turn comes; asked one after the other, the processor waits for many of them at once, while
     * between two system calls it would wait for each alone.
     */
    private long clear(int from, int to) {
        long clear = 0;
        for (int i = from; i < to; i++) {
            Subscriber subscriber = slots[i];
            if (subscriber != null && subscriber.direct && subscriber.connection.isClear()) {
                clear |= 1L << (i - from);
            }
        }
        return clear;
    }

    private int deliver(PreparedDelivery delivery, int from, int to, long clear, boolean lone) {
        int count = 0;
        for (int i = from; i < to; i++) {
            Subscriber subscriber = slots[i];
            if (subscriber == null) {
                continue;
            }
            boolean direct = (clear & 1L << (i - from)) != 0;
            if (direct ? send(subscriber, delivery) : deliverTo(subscriber, delivery, lone)) {
                count++;
            }
        }
        return count;
    }

    /** A fault at one subscriber costs that one its connection, and the others nothing. */
    private static boolean send(Subscriber subscriber, PreparedDelivery delivery) {
        try {
            subscriber.connection.send(delivery.shared(subscriber.format));
            return true;
        } catch (RuntimeException e) {
            subscriber.live.driver().fail(e);
            return false;
        }
    }

    /** Delivers to some, and releases. */
    void deliver(PreparedDelivery delivery, List<Subscriber> receivers) {
        try {
            for (Subscriber subscriber : receivers) {
                if (subscriber.slot >= 0 && deliverTo(subscriber, delivery, false)) {
                    home.meters().delivered.increment();
                }
            }
        } finally {
            delivery.release();
        }
    }

    private static boolean deliverTo(Subscriber subscriber, PreparedDelivery delivery, boolean lone) {
        try {
            boolean wanted = (subscriber.plain && !delivery.replay) || subscriber.wants(delivery);
            return wanted && subscriber.live.deliver(subscriber, delivery, lone);
        } catch (RuntimeException e) {
            subscriber.live.driver().fail(e);
            return false;
        }
    }

    /** Tells all that the numbering starts anew. */
    void gap(String epoch, long pos) {
        for (Subscriber subscriber : present()) {
            subscriber.live.gap(subscriber, epoch, pos);
        }
    }

    /** Ends all subscriptions, since the broker refuses them. */
    void refuse(SubscribeOutcome.Refused refused) {
        for (Subscriber subscriber : present()) {
            remove(subscriber);
            subscriber.live.refused(subscriber, refused);
        }
    }

    void remove(Subscriber subscriber) {
        int slot = subscriber.slot;
        if (slot < 0) {
            return;
        }
        subscriber.slot = -1;
        home.meters().subscriptions.add(-1);
        slots[slot] = null;
        holes = true;
        if (!delivering) {
            closeHoles(slot);
        }
    }

    private void add(Subscriber subscriber) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
        }
        subscriber.slot = size;
        subscriber.among = this;
        slots[size++] = subscriber;
        home.meters().subscriptions.increment();
    }

    private List<Subscriber> present() {
        return Arrays.stream(slots, 0, size)
                .filter(subscriber -> subscriber != null)
                .toList();
    }

    private void closeHoles() {
        for (int i = size - 1; holes && i >= 0; i--) {
            if (slots[i] == null) {
                moveLastTo(i);
            }
        }
        holes = false;
    }

    private void closeHoles(int only) {
        moveLastTo(only);
        holes = false;
    }

    private void moveLastTo(int hole) {
        Subscriber last = slots[--size];
        slots[size] = null;
        if (last != null) {
            slots[hole] = last;
            last.slot = hole;
        }
    }
}
