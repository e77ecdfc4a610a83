package io.fairlead.bridge;

import io.fairlead.session.Effect;
import io.fairlead.session.RetainedMode;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/** One subscription of a client in its own broker session, from its join to its leave. Owned by the durable link's loop. */
final class DurableJoin {

    private final Effect.JoinDurable effect;
    /** Whether the link had the filter in force when this was asked for. */
    private final boolean knownBefore;
    /** Whether it was answered. */
    boolean told;
    /** Whether it was answered although the broker could not be asked for what is retained. */
    boolean owedReplay;

    DurableJoin(Effect.JoinDurable effect, boolean knownBefore) {
        this.effect = effect;
        this.knownBefore = knownBefore;
    }

    long token() {
        return effect.token();
    }

    TopicFilter filter() {
        return effect.grant().filter();
    }

    Qos qos() {
        return effect.grant().qos();
    }

    /** The channel as the client named it. */
    String channel() {
        return effect.grant().channel();
    }

    /** Why it cannot be on MQTT 3.1.1, as long as nobody says that the broker expires sessions. */
    String whyNotOnThisBroker() {
        return channel()
                + " is durable, and this broker speaks MQTT 3.1.1, by which a session never ends: the operator must"
                + " set the broker to expire sessions and say so (broker.expiresSessions)";
    }

    /** Whether the broker keeps nothing of it while the link is away. */
    boolean isLossy() {
        return qos() == Qos.AT_MOST_ONCE;
    }

    /** Whether the client says that it had this subscription before. */
    boolean namesAnEpoch() {
        return effect.epoch() != null;
    }

    /**
     * Whether the broker has kept the client's messages: yes only where the client names the epoch of an earlier subscription
     * and that one is still in force, no where there was no session. Null where nobody can know: MQTT does not tell what
     * a session is subscribed to.
     *
     * @param epoch the link's
     * @param kept whether the broker had a session when the link was opened, and has not lost it since
     */
    @Nullable
    Boolean recovered(String epoch, boolean kept) {
        if (knownBefore && epoch.equals(effect.epoch())) {
            return true;
        }
        if (!kept) {
            return false;
        }
        return effect.epoch() == null ? null : !epoch.equals(effect.epoch());
    }

    /** Whether retained messages are to be replayed to it. */
    boolean wantsReplay(String epoch, boolean kept) {
        return effect.retained() == RetainedMode.ALL
                && effect.grant().retained()
                && !Boolean.TRUE.equals(recovered(epoch, kept));
    }
}
