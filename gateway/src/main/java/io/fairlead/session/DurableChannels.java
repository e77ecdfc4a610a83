package io.fairlead.session;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.LiveKey;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to do with its client's own session at the broker: joins and leaves there, and what becomes of each
 * message that comes of it.
 *
 * <p>The broker's session outlives connections, tokens and topic maps, so whether the client may have a message is decided
 * anew for each one, by the identity and the map in force. It comes under the first subscription of this connection that
 * it matches; a message of one that the client has not named again comes under the channel the map gives it.
 */
final class DurableChannels {

    // As long as the session.
    private final int maxLeft;
    private final Supplier<? extends Topics> topics;
    private final Client client;
    private final Outbox out;
    private @Nullable PublishMarks marks;

    // What is joined or joining, and what the client wants no more although the broker may still have some of it.
    private final Map<Long, SubscribeGrant> byToken = new HashMap<>(0);
    private final Map<LiveKey, SubscribeGrant> left = new LinkedHashMap<>(0);

    /** @param maxLeft how many left subscriptions are remembered; the oldest are forgotten */
    DurableChannels(int maxLeft, Supplier<? extends Topics> topics, Client client, Outbox out) {
        this.maxLeft = maxLeft;
        this.topics = topics;
        this.client = client;
        this.out = out;
    }

    void join(long token, SubscribeGrant grant, Command.Subscribe command) {
        byToken.put(token, grant);
        left.remove(grant.key());
        out.run(new Effect.JoinDurable(token, grant, command.retained(), command.epoch(), command.ack()));
    }

    /** Whether the token is that of a durable subscription. */
    boolean holds(long token) {
        return byToken.containsKey(token);
    }

    /** Whoever joined it holds nothing any more. */
    void forget(long token) {
        byToken.remove(token);
    }

    /** Ends what was joined with a token; returns whether it was a durable subscription. */
    boolean leave(long token) {
        SubscribeGrant grant = byToken.remove(token);
        if (grant == null) {
            return false;
        }
        if (byToken.values().stream().noneMatch(other -> other.key().equals(grant.key()))) {
            remember(grant);
        }
        out.leaveDurable(token, grant);
        return true;
    }

    /** Ends a subscription that this connection does not have, and the broker's session may have from an earlier one. */
    void leaveUnnamed(Identity identity, String channel) {
        if (topics.get().forSubscribe(identity, client.name(), channel) instanceof Mapping.Mapped<SubscribeGrant> mapped
                && mapped.grant().delivery() == Delivery.DURABLE) {
            remember(mapped.grant());
            out.leaveDurable(0, mapped.grant());
        }
    }

    private void remember(SubscribeGrant grant) {
        left.put(grant.key(), grant);
        if (left.size() > maxLeft) {
            left.remove(left.keySet().iterator().next());
        }
    }

    /** Delivers a message, or withholds it. */
    void onMessage(Identity identity, DurableMessage message, Collection<Subscription> named) {
        for (Subscription subscription : named) {
            SubscribeGrant grant = subscription.grantInForce();
            if (grant != null && grant.delivery() == Delivery.DURABLE && matches(grant, message)) {
                decide(identity, message, grant, subscription.retained());
                return;
            }
        }
        TopicName topic = message.message().topic();
        if (topics.get().forTopic(identity, client.name(), topic, Delivery.DURABLE)
                        instanceof Mapping.Mapped<SubscribeGrant> mapped
                && left.values().stream().noneMatch(grant -> matches(grant, message))) {
            decide(identity, message, mapped.grant(), RetainedMode.ALL);
        } else {
            out.run(new Effect.WithholdDurable(message));
        }
    }

    private static boolean matches(SubscribeGrant grant, DurableMessage message) {
        return grant.channelOf(message.message().topic()) != null;
    }

    private void decide(Identity identity, DurableMessage message, SubscribeGrant grant, RetainedMode retained) {
        String channel = grant.channelOf(message.message().topic());
        if (channel != null && isAllowed(identity, channel) && isWanted(message, grant, retained)) {
            out.run(new Effect.DeliverDurable(message, grant, channel));
        } else {
            out.run(new Effect.WithholdDurable(message));
        }
    }

    private boolean isAllowed(Identity identity, String channel) {
        return topics.get().forSubscribe(identity, client.name(), channel)
                        instanceof Mapping.Mapped<SubscribeGrant> mapped
                && mapped.grant().delivery() == Delivery.DURABLE;
    }

    private boolean isWanted(DurableMessage message, SubscribeGrant grant, RetainedMode retained) {
        boolean unwantedReplay = message.message().retain() && !(retained == RetainedMode.ALL && grant.retained());
        return !unwantedReplay && !(grant.noLocal() && isOwn(message));
    }

    private boolean isOwn(DurableMessage message) {
        if (marks == null) {
            marks = new PublishMarks(client);
        }
        return marks.isOf(message.message());
    }

    /** Takes an acknowledgement; one that comes before anything durable was joined says nothing. */
    void acknowledge(Command.Ack command) {
        if (!byToken.isEmpty() || !left.isEmpty()) {
            out.run(new Effect.Acknowledge(command.epoch(), command.seq()));
        }
    }
}
