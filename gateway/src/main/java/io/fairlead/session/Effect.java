package io.fairlead.session;

import io.fairlead.topic.Message;
import io.fairlead.topicmap.SubscribeGrant;
import org.jspecify.annotations.Nullable;

/**
 * What a session wants done. The session does nothing itself; whoever drives it carries effects out, on the session's
 * loop and in their order, and answers those that bear a token with the event of the same token.
 */
public sealed interface Effect {

    /** Hands the effect to the method of its case; a new case does not compile until every runner handles it. */
    void runOn(Runner runner);

    /** Carries effects out. */
    interface Runner {
        void send(Send effect);

        void close(Close effect);

        void authenticate(Authenticate effect);

        void register(Register effect);

        void joinLive(JoinLive effect);

        void leaveLive(LeaveLive effect);

        void joinDurable(JoinDurable effect);

        void leaveDurable(LeaveDurable effect);

        void deliverDurable(DeliverDurable effect);

        void withholdDurable(WithholdDurable effect);

        void acknowledge(Acknowledge effect);

        void publish(Publish effect);

        void request(Request effect);

        void forgetRequest(ForgetRequest effect);

        void reading(Reading effect);

        void background(Background effect);

        void limited(Limited effect);
    }

    /** Writes a frame to the client. */
    record Send(Reply reply) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.send(this);
        }
    }

    /** Closes the connection; nothing is to be sent after it. {@code retryAfterMillis} is negative if it says none. */
    record Close(Reason reason, String why, long retryAfterMillis) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.close(this);
        }
    }

    /**
     * Finds out who shows this token; answered by {@code onAuthOutcome}.
     *
     * @param credential null if it showed none
     * @param client the name it asks for; null if it leaves that to the gateway
     */
    record Authenticate(
            long token,
            @Nullable String credential,
            @Nullable String client) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.authenticate(this);
        }
    }

    /**
     * The session is open, and this client's from now on; comes once, before {@code welcome}. Another session that the same
     * client still has is to hear {@code onTakenOver}.
     *
     * @param instance the page load the client says it is; empty if it does not say
     */
    record Register(ClientKey client, String instance) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.register(this);
        }
    }

    /**
     * Subscribes to a live channel; answered by {@code onJoined} or {@code onJoinRefused}. Messages may be delivered only
     * after the reply to it was written.
     *
     * @param maxRate messages a second of each channel; 0 for no limit
     * @param terms what it asks for beside what the route says
     */
    record JoinLive(
            long token,
            SubscribeGrant grant,
            RetainedMode retained,
            @Nullable String epoch,
            long pos,
            double maxRate,
            SubscribeTerms terms)
            implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.joinLive(this);
        }
    }

    /**
     * Ends the live subscription that was joined with this token. Not answered. It may come before the join was answered:
     * the join is then abandoned, and an answer that still comes is ignored.
     */
    record LeaveLive(long token) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.leaveLive(this);
        }
    }

    /**
     * Subscribes to a durable channel, in the client's own session at the broker; answered by {@code onJoined} or {@code
     * onJoinRefused}. Messages of that session come by {@code onDurableMessage} from the first answer on.
     *
     * @param epoch the epoch that {@code ack} counts in; null if the client has none
     * @param ack the last sequence number the client has handled; negative if it has none
     */
    record JoinDurable(
            long token,
            SubscribeGrant grant,
            RetainedMode retained,
            @Nullable String epoch,
            long ack) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.joinDurable(this);
        }
    }

    /**
     * Ends a durable subscription at the broker, unless another token holds its filter. Not answered.
     *
     * @param token what it was joined with; 0 for one that an earlier connection of the client left behind
     */
    record LeaveDurable(long token, SubscribeGrant grant) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.leaveDurable(this);
        }
    }

    /** Writes a durable message to the client, under this channel of this grant. It is kept until the client acknowledges it. */
    record DeliverDurable(DurableMessage message, SubscribeGrant grant, String channel) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.deliverDurable(this);
        }
    }

    /** The client may not have a durable message, or does not want it: acknowledged to the broker in its turn. */
    record WithholdDurable(DurableMessage message) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.withholdDurable(this);
        }
    }

    /** The client has handled durable messages up to {@code seq}; ignored if the epoch is not the one in force. */
    record Acknowledge(String epoch, long seq) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.acknowledge(this);
        }
    }

    /**
     * Publishes to the broker; answered by {@code onPublishOutcome}.
     *
     * @param id by which its outcome is to be remembered; null if it is not
     * @param again whether it may repeat one of the same id: the outcome of that one is then the answer, if it is remembered
     *     or still to come
     */
    record Publish(long token, Message message, @Nullable CommandId id, boolean again) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.publish(this);
        }
    }

    /**
     * Publishes a request to the broker, with a response topic and correlation data that nobody can guess; answered by {@code
     * onPublishOutcome} and {@code onResponse}, in any order, each at most once.
     */
    record Request(long token, Message message) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.request(this);
        }
    }

    /** Nobody waits for the answer to the request of this token any more; it is not sent if it has not been. Not answered. */
    record ForgetRequest(long token) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.forgetRequest(this);
        }
    }

    /**
     * Stops reading from the client, or goes on. What was read already still comes. A session that has stopped it goes on
     * within seconds, or closes.
     */
    record Reading(boolean paused) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.reading(this);
        }
    }

    /** A limit has refused or slowed something; for who counts. */
    record Limited(Limit limit) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.limited(this);
        }
    }

    /** The client goes to the background, where it wants little and seldom, or comes back from it. */
    record Background(boolean hidden) implements Effect {
        @Override
        public void runOn(Runner runner) {
            runner.background(this);
        }
    }
}
