package io.fairlead.bridge;

import io.fairlead.metrics.LoopMeters;
import org.jspecify.annotations.Nullable;

/**
 * The room that one loop has for what its live channels keep. Where it is used up, what is oldest goes, whichever channel
 * kept it: a busy channel takes no room from a quiet one for longer than a message of the quiet one is the older of the two.
 * Owned by the loop.
 */
final class RecoveryRoom {

    private final RecoveryPool pool;
    private final LoopMeters meters;
    private long left;
    private long borrowed;
    private @Nullable KeptMessage oldest;
    private @Nullable KeptMessage newest;

    RecoveryRoom(RecoveryPool pool, LoopMeters meters) {
        this.pool = pool;
        this.meters = meters;
        this.left = pool.reserved();
    }

    LoopMeters meters() {
        return meters;
    }

    /** The most bytes one message may take: one that is larger would push out too many others. */
    long largest() {
        return pool.reserved() / 4;
    }

    /** Takes a message in. It or others may be pushed out for it before this returns. */
    void add(KeptMessage kept, long nowMillis) {
        KeptMessage before = newest;
        kept.older = before;
        newest = kept;
        if (before == null) {
            oldest = kept;
        } else {
            before.newer = kept;
        }
        meters.recoveryMessages.increment();
        charge(kept.bytes());
        settle(nowMillis);
    }

    /** A message that is here takes more bytes now; to be followed by {@link #settle}. */
    void charge(long bytes) {
        left -= bytes;
        meters.recoveryBytes.add(bytes);
    }

    /** Makes room, if more is used than there is. */
    void settle(long nowMillis) {
        while (left < 0) {
            long more = pool.take(-left);
            borrowed += more;
            left += more;
            KeptMessage first = oldest;
            if (left < 0 && first != null) {
                first.ring.pushOut(first, nowMillis);
            }
        }
    }

    /** Lets a message go. */
    void remove(KeptMessage kept) {
        KeptMessage before = kept.older;
        KeptMessage after = kept.newer;
        kept.older = null;
        kept.newer = null;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        meters.recoveryMessages.add(-1);
        charge(-kept.bytes());
        giveBackSome();
    }

    private void giveBackSome() {
        if (borrowed > 0 && left > 2 * RecoveryPool.CHUNK) {
            long spare = Math.min(borrowed, left - RecoveryPool.CHUNK);
            borrowed -= spare;
            left -= spare;
            pool.giveBack(spare);
        }
    }
}
