package io.fairlead.bridge;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one subscription that are sent at most so many messages a second: the first goes at once, and of what comes
 * before the channel's next turn only the latest waits for it. Times are of {@link System#nanoTime()}.
 *
 * <p>All channels of a subscription have the same interval, so their turns come in the order they were given, and the first of
 * them is the only one to look at.
 */
final class PacedChannels {

    /** What a channel counts against the client's bound until its turn is over, in bytes. */
    static final int TURN_BYTES = 128;

    private final long intervalNanos;
    private final Map<String, Turn> turns = new LinkedHashMap<>(4);
    private int waiting;
    private long waitingBytes;

    private static final class Turn {
        final long at;

        @Nullable
        Waiting message;

        Turn(long at) {
            this.at = at;
        }
    }

    /** @param perSecond how many messages a second and channel; above 0 */
    PacedChannels(double perSecond) {
        this.intervalNanos = (long) Math.min(1e18, Math.max(1, 1e9 / perSecond));
    }

    /** How many messages wait. */
    int size() {
        return waiting;
    }

    /** What all of it counts against the client's bound. */
    long bytes() {
        return waitingBytes + (long) turns.size() * TURN_BYTES;
    }

    /** Whether a message of a channel may go at once. If so, its next turn is an interval away. */
    boolean takeTurn(String channel, long now) {
        forgetPast(now);
        if (turns.containsKey(channel)) {
            return false;
        }
        turns.put(channel, new Turn(now + intervalNanos));
        return true;
    }

    private void forgetPast(long now) {
        Iterator<Turn> all = turns.values().iterator();
        while (all.hasNext()) {
            Turn turn = all.next();
            if (turn.at - now > 0 || turn.message != null) {
                return;
            }
            all.remove();
        }
    }

    /** Keeps a message for its channel's turn, which is not yet. Returns whether an older one made way for it. */
    boolean keep(Waiting message, long now) {
        Turn turn = turns.computeIfAbsent(message.channel, channel -> new Turn(now + intervalNanos));
        Waiting older = turn.message;
        if (older != null) {
            count(older, -1);
            older.frame.release();
        }
        turn.message = message;
        count(message, 1);
        return older != null;
    }

    /** The time to ask {@link #pollDue} at; for where messages wait. It may then have none yet. */
    long nextAt() {
        return turns.values().iterator().next().at;
    }

    /** Takes a message whose turn has come, and gives its channel the next turn; null if there is none. */
    @Nullable
    Waiting pollDue(long now) {
        while (waiting > 0 && nextAt() - now <= 0) {
            Waiting message = poll();
            if (message != null) {
                turns.put(message.channel, new Turn(now + intervalNanos));
                return message;
            }
        }
        return null;
    }

    /** Forgets the channel whose turn comes first, and takes what waits for it; null if nothing does. */
    @Nullable
    Waiting poll() {
        Iterator<Turn> all = turns.values().iterator();
        if (!all.hasNext()) {
            return null;
        }
        Waiting message = all.next().message;
        all.remove();
        if (message != null) {
            count(message, -1);
        }
        return message;
    }

    private void count(Waiting message, int sign) {
        waiting += sign;
        waitingBytes += (long) sign * message.bytes;
    }
}
