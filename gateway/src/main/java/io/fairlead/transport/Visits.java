package io.fairlead.transport;

import io.fairlead.shares.Lobby;
import io.fairlead.shares.Turnaway;
import io.fairlead.shares.Visit;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Each connection's hold on the node, from its first moment on its loop to its end. Used on the channel's loop. */
public final class Visits {

    private static final AttributeKey<Visit> VISIT = AttributeKey.valueOf(Visits.class, "visit");

    private Visits() {}

    /** A connection's; one that nothing limits where it came by no {@link Reception}. */
    public static Visit of(Channel channel) {
        @Nullable Visit visit = channel.hasAttr(VISIT) ? channel.attr(VISIT).get() : null;
        return visit == null ? Visit.free() : visit;
    }

    /** A connection begins. It is given back when the channel is closed. */
    static void begin(Channel channel, Visit visit, Lobby lobby) {
        channel.attr(VISIT).set(visit);
        channel.closeFuture().addListener(closed -> visit.end());
        lobby.enter(visit, new Socket(channel));
    }

    /** A connection of which nothing is known but its socket. */
    private record Socket(Channel channel) implements Visit.Holder {

        @Override
        public long pendingBytes() {
            return Output.pendingBytes(channel);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it to be closed
        public void shed(Turnaway why) {
            channel.close();
        }
    }
}
