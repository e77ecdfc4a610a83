package io.fairlead.bridge;

import io.fairlead.session.Effect;
import io.fairlead.session.Joined;
import io.fairlead.wire.WireFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client that joins a channel has missed since it was there last.
 *
 * @param asked whether it says where it was
 * @param missed how many messages the channel has had since; negative if nobody knows
 * @param kept those messages, less the ones that have expired, each to be released once; null if they are not all there
 */
record Comeback(boolean asked, long missed, @Nullable List<PreparedDelivery> kept) {

    private static final Comeback NOT_ASKED = new Comeback(false, -1, null);
    private static final Comeback UNKNOWN = new Comeback(true, -1, null);

    /** Looks for what a join asks for; {@code recovery} is null where the channel keeps nothing. */
    static Comeback of(Effect.JoinLive join, Numbering now, @Nullable ChannelRecovery recovery, WireFormat format) {
        if (join.epoch() == null || join.pos() < 0) {
            return NOT_ASKED;
        }
        long missed = now.pos() - join.pos();
        if (!join.epoch().equals(now.epoch()) || missed < 0) {
            return UNKNOWN;
        }
        if (missed == 0) {
            return new Comeback(true, 0, List.of());
        }
        return new Comeback(true, missed, recovery == null ? null : recovery.last(missed, format));
    }

    /** Whether a subscriber's connection takes all the messages now. */
    boolean fits(Subscriber subscriber) {
        long bytes = bytesFor(subscriber);
        return bytes == 0 || subscriber.live.hasRoomFor(bytes);
    }

    /** Whether the client lacks nothing once it has the messages. */
    boolean isWhole() {
        return kept != null;
    }

    List<PreparedDelivery> messages() {
        return kept == null ? List.of() : kept;
    }

    /** What the channel says to the client, given where it counts now. */
    Joined joined(Numbering now, boolean pending) {
        Boolean recovered = asked ? isWhole() : null;
        return new Joined(now.epoch(), now.pos(), pending, recovered, isWhole() ? -1 : missed);
    }

    /** The same where the messages are not sent. */
    Joined untold(Joined joined) {
        return new Joined(joined.epoch(), joined.pos(), joined.pending(), false, missed);
    }

    private long bytesFor(Subscriber subscriber) {
        long sum = 0;
        for (PreparedDelivery one : messages()) {
            sum += subscriber.wants(one) ? one.length(subscriber.format) : 0;
        }
        return sum;
    }

    void release() {
        messages().forEach(PreparedDelivery::release);
    }
}
