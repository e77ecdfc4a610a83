package io.fairlead.bridge;

import io.fairlead.topicmap.Recover;
import io.fairlead.wire.OutgoingMessage;
import io.fairlead.wire.WireFormat;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a live channel keeps for clients that come back, and lets go in time. There is one only where the route says {@code
 * recover}. Owned by the channel's loop.
 */
final class ChannelRecovery {

    private final RecoveryRing ring;
    private final LoopSessions home;
    private @Nullable ScheduledFuture<?> timer;

    ChannelRecovery(Recover bounds, ChannelShelf shelf) {
        this.ring = new RecoveryRing(bounds, shelf.recoveryRoom());
        this.home = shelf.home();
    }

    /** Keeps the channel's next message; {@code delivery} is null where nobody is subscribed now. */
    void keep(OutgoingMessage message, @Nullable PreparedDelivery delivery) {
        ring.keep(message, delivery);
        if (timer == null) {
            lookWhenOld(message.receivedMillis());
        }
    }

    private void lookWhenOld(long now) {
        long at = ring.nextOld();
        if (at >= 0) {
            timer = home.loop().eventLoop().schedule(this::look, Math.max(1, at - now), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        timer = null;
        long now = System.currentTimeMillis();
        ring.dropOld(now);
        lookWhenOld(now);
    }

    /** The channel's last messages, as many as are asked for less the expired, to be released; null if not all are here. */
    @Nullable
    List<PreparedDelivery> last(long count, WireFormat format) {
        return ring.last(count, format, System.currentTimeMillis());
    }

    /** Messages may have been missed: what was before them is of no use to anybody. */
    void clear() {
        ring.clear();
    }

    /** The channel has ended. */
    void end() {
        ring.clear();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
