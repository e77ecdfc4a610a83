package io.fairlead.bridge;

import io.fairlead.session.Effect;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.wire.WireFormat;
import org.jspecify.annotations.Nullable;

/** One subscription of one client to one live channel, from its join to its leave. */
final class Subscriber {

    // Never changed.
    final LiveSubscriptions live;
    final ClientConnection connection;
    final LoopSessions home;
    final WireFormat format;
    final Effect.JoinLive join;
    final SharedLink link;
    /** Whether every live message is for it. */
    final boolean plain;

    // Owned by the client's loop.
    /** Its place among the subscribers of its loop; negative before it is in force and after it has left. */
    int slot = -1;

    @Nullable
    LocalSubscribers among;

    boolean left;

    /** What is kept for its client; null while nothing is, and every message may go at once. */
    @Nullable
    SubscriberBuffer buffer;

    /** Whether it is being sent what it missed, for all of which there was room. */
    boolean recovering;

    /** Whether every live message is written to it at once, so that there is nothing to decide. */
    boolean direct;

    // Owned by the channel's loop.
    @Nullable
    LiveChannel channel;

    /** How many messages the channel had had when it was admitted; negative while it waits. */
    long admittedAt = -1;

    boolean gone;

    Subscriber(LiveSubscriptions live, Effect.JoinLive join, SharedLink link) {
        SessionDriver driver = live.driver();
        this.live = live;
        this.connection = driver.connection();
        this.home = driver.sessions();
        this.format = driver.connection().format(join);
        this.join = join;
        this.link = link;
        this.plain = join.retained() != RetainedMode.NONE && !leavesOutOwn(join);
        this.direct = plain;
    }

    /** Has its messages kept here from now on, or not any more. */
    void keepIn(@Nullable SubscriberBuffer kept) {
        buffer = kept;
        direct = plain && kept == null;
    }

    SubscribeGrant grant() {
        return join.grant();
    }

    TopicFilter filter() {
        return join.grant().filter();
    }

    /** Whether retained messages are replayed to it when it joins. */
    boolean wantsReplay() {
        return join.retained() == RetainedMode.ALL && join.grant().retained();
    }

    /** Whether this message is for it. */
    boolean wants(PreparedDelivery delivery) {
        if (delivery.replay) {
            return wantsReplay();
        }
        boolean unwanted = join.retained() == RetainedMode.NONE && delivery.retained;
        return !unwanted && !(leavesOutOwn(join) && live.published(delivery));
    }

    private static boolean leavesOutOwn(Effect.JoinLive join) {
        return join.grant().noLocal() || join.terms().noLocal();
    }
}
