package io.fairlead.bridge;

import io.fairlead.topicmap.Recover;
import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of one live channel, without a hole, for clients that come back: as many and as old as its route says,
 * and as the loop has room for. Times are in milliseconds since 1970. Owned by the channel's loop.
 */
final class RecoveryRing {

    // As long as the channel.
    private final int most;
    private final long withinMillis;
    private final RecoveryRoom room;

    // Without a hole up to the channel's last message.
    private final Deque<KeptMessage> kept = new ArrayDeque<>(4);

    RecoveryRing(Recover bounds, RecoveryRoom room) {
        this.most = bounds.messages();
        this.withinMillis = bounds.within().toMillis();
        this.room = room;
    }

    /**
     * Keeps the channel's next message.
     *
     * @param delivery the message as it is sent; null where nobody is subscribed now
     */
    void keep(OutgoingMessage message, @Nullable PreparedDelivery delivery) {
        long now = message.receivedMillis();
        KeptMessage next = new KeptMessage(this, message, delivery);
        if (next.bytes() > room.largest()) {
            next.release();
            room.meters().recoveryEvicted.add(kept.size() + 1);
            clear();
            return;
        }
        if (kept.size() == most) {
            drop();
        }
        dropOld(now);
        kept.add(next);
        room.add(next, now);
    }

    /**
     * The last messages of the channel, encoded, each to be released by the caller; null if they are not all here.
     *
     * @param count how many are asked for; fewer come where some have expired by now
     */
    @Nullable
    List<PreparedDelivery> last(long count, WireFormat format, long nowMillis) {
        dropOld(nowMillis);
        if (count > kept.size()) {
            return null;
        }
        List<PreparedDelivery> found = new ArrayList<>((int) count);
        try {
            long passed = kept.size() - count;
            for (KeptMessage one : kept) {
                if (--passed < 0 && !one.isExpired(nowMillis)) {
                    found.add(encoded(one, format));
                }
            }
        } catch (RuntimeException e) {
            found.forEach(PreparedDelivery::release);
            throw e;
        }
        room.settle(nowMillis);
        return found;
    }

    private PreparedDelivery encoded(KeptMessage one, WireFormat format) {
        long before = one.bytes();
        PreparedDelivery delivery = one.in(format);
        if (one.bytes() > before) {
            room.meters().encoded.increment();
            room.charge(one.bytes() - before);
        }
        return delivery;
    }

    /** Lets go what is too old. */
    void dropOld(long nowMillis) {
        while (!kept.isEmpty() && isOld(kept.getFirst(), nowMillis)) {
            drop();
        }
    }

    private boolean isOld(KeptMessage one, long nowMillis) {
        return nowMillis - one.receivedMillis() > withinMillis;
    }

    /** The room has been used up, and this is the oldest message in it: so it is the ring's first. */
    void pushOut(KeptMessage first, long nowMillis) {
        if (!isOld(first, nowMillis)) {
            room.meters().recoveryEvicted.increment();
        }
        drop();
    }

    private void drop() {
        KeptMessage first = kept.removeFirst();
        room.remove(first);
        first.release();
    }

    /** When the first message is too old, in milliseconds since 1970; negative if nothing is kept. */
    long nextOld() {
        return kept.isEmpty() ? -1 : kept.getFirst().receivedMillis() + withinMillis + 1;
    }

    /** Forgets everything. */
    void clear() {
        while (!kept.isEmpty()) {
            drop();
        }
    }
}
