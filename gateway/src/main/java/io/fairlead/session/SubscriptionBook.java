package io.fairlead.session;

import io.fairlead.identity.Identity;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A session's subscriptions.
 *
 * <p>A second {@code subscribe} to a channel replaces the first, as in MQTT (MQTT 5, section 3.8.4): it is joined anew with
 * its own options, and the first ends at the moment the second is in force, so that nothing is lost in between. Commands about
 * a channel whose join is not answered wait for the answer, in their order; those methods that end a join return them, to be
 * given to the session again.
 */
final class SubscriptionBook {

    // As long as the session.
    private final int maxSubscriptions;
    private final Supplier<? extends Topics> topics;
    private final String client;
    private final DurableChannels durable;
    private final Outbox out;

    // What is joined or joining.
    private final Map<String, Subscription> byChannel = new LinkedHashMap<>(4);
    private final Map<Long, Subscription> byToken = new HashMap<>(4);

    SubscriptionBook(int maxSubscriptions, Supplier<? extends Topics> topics, Client client, Outbox out) {
        this.maxSubscriptions = maxSubscriptions;
        this.topics = topics;
        this.client = client.name();
        this.durable = new DurableChannels(maxSubscriptions, topics, client, out);
        this.out = out;
    }

    /** @throws Refusal if it may not be */
    void subscribe(Identity identity, Command.Subscribe command) {
        Subscription known = byChannel.get(command.channel());
        if (known != null && known.isJoining()) {
            known.addWaiting(command);
            return;
        }
        SubscribeGrant grant = granted(identity, command.channel());
        checkSupported(grant, command);
        if (known == null) {
            known = add(command.channel());
        }
        join(known, grant, command);
    }

    private SubscribeGrant granted(Identity identity, String channel) {
        Mapping<SubscribeGrant> mapping = topics.get().forSubscribe(identity, client, channel);
        if (mapping instanceof Mapping.Mapped<SubscribeGrant> mapped) {
            return mapped.grant();
        }
        throw Denials.refusal((Mapping.Denied<SubscribeGrant>) mapping);
    }

    private static void checkSupported(SubscribeGrant grant, Command.Subscribe command) {
        if (grant.delivery() == Delivery.DURABLE && !command.terms().durable()) {
            throw new Refusal(
                    Reason.NOT_SUPPORTED,
                    command.channel()
                            + " is durable, and this listener keeps no sessions; subscribe to it on a listener of"
                            + " mode relay, or in JSON");
        }
        if (grant.delivery() == Delivery.DURABLE && command.maxRate() > 0) {
            throw new Refusal(
                    Reason.NOT_SUPPORTED,
                    "every message of a durable channel is delivered, so it cannot be held to a rate (maxRate); subscribe to "
                            + command.channel() + " without it");
        }
    }

    private Subscription add(String channel) {
        if (byChannel.size() >= maxSubscriptions) {
            throw new Refusal(
                    Reason.TOO_MANY_SUBSCRIPTIONS,
                    "this client has " + byChannel.size()
                            + " subscriptions, as many as it may; unsubscribe from one before you subscribe to "
                            + channel,
                    Limit.SUBSCRIPTIONS);
        }
        Subscription added = new Subscription(channel);
        byChannel.put(channel, added);
        return added;
    }

    private void join(Subscription subscription, SubscribeGrant grant, Command.Subscribe command) {
        long token = out.nextToken();
        subscription.join(token, grant, command);
        byToken.put(token, subscription);
        if (grant.delivery() == Delivery.DURABLE) {
            durable.join(token, grant, command);
            return;
        }
        double maxRate = lower(grant.maxRate(), command.maxRate());
        RetainedMode retained = command.retained();
        if (retained == RetainedMode.FIRST) {
            retained = subscription.isInForce() ? RetainedMode.NEW : RetainedMode.ALL;
        }
        out.run(new Effect.JoinLive(token, grant, retained, command.epoch(), command.pos(), maxRate, command.terms()));
    }

    /** The lower of two rates, of which 0 is none. */
    private static double lower(double one, double other) {
        return one > 0 && other > 0 ? Math.min(one, other) : Math.max(one, other);
    }

    /**
     * Ends a subscription. One that does not exist is answered the same way: what was asked for is so, and it may have been
     * taken away a moment before.
     */
    void unsubscribe(Identity identity, Command.Unsubscribe command) {
        Subscription known = byChannel.get(command.channel());
        if (known != null && known.isJoining()) {
            known.addWaiting(command);
            return;
        }
        if (known != null) {
            end(known);
        } else {
            durable.leaveUnnamed(identity, command.channel());
        }
        if (command.id() != null) {
            out.send(new Reply.Unsubscribed(command.id(), command.channel(), null));
        }
    }

    /** A join was answered well. Returns the commands that waited for it. */
    List<Command> onJoined(long token, Joined joined) {
        Subscription subscription = byToken.get(token);
        SubscribeGrant grant = subscription == null ? null : subscription.joiningGrant();
        if (subscription == null || grant == null || subscription.joining() != token) {
            return List.of();
        }
        CommandId id = subscription.joiningId();
        long replaced = subscription.confirm();
        out.send(subscribed(id, subscription, grant, joined));
        leave(replaced);
        return subscription.takeWaiting();
    }

    private static Reply subscribed(
            @Nullable CommandId id, Subscription subscription, SubscribeGrant grant, Joined joined) {
        return new Reply.Subscribed(
                id,
                subscription.channel(),
                subscription.qos(),
                grant.delivery(),
                joined.epoch(),
                joined.pos(),
                joined.pending(),
                joined.recovered(),
                joined.missed());
    }

    /**
     * A join was refused; one that was in force before stays. A refusal of what is in force (the broker was away at the join
     * and refused when it returned) ends it. Returns the commands that waited.
     */
    List<Command> onJoinRefused(long token, Reason reason, String why, int mqttReason) {
        Subscription subscription = byToken.remove(token);
        if (subscription == null) {
            return List.of();
        }
        durable.forget(token);
        if (subscription.isInForce(token)) {
            out.send(new Reply.Unsubscribed(null, subscription.channel(), reason));
            subscription.lapse();
        } else {
            out.fail(subscription.joiningId(), reason, why, mqttReason);
            subscription.abandon();
        }
        return forgetIfIdle(subscription);
    }

    private List<Command> forgetIfIdle(Subscription subscription) {
        if (subscription.isJoining()) {
            return List.of();
        }
        if (!subscription.isInForce()) {
            byChannel.remove(subscription.channel());
        }
        return subscription.takeWaiting();
    }

    /** The numbering of a channel started anew, and messages may have been missed. */
    void onGap(long token, String epoch, long pos, boolean certain) {
        Subscription subscription = byToken.get(token);
        if (subscription != null && subscription.isInForce(token)) {
            out.send(new Reply.Notice.Gap(subscription.channel(), epoch, pos, certain));
        }
    }

    /**
     * Ends every subscription that this identity may not have, or that means something else for it. Returns the commands that
     * waited for their joins.
     */
    List<Command> recheck(Identity identity) {
        List<Command> waiting = new ArrayList<>();
        for (Subscription subscription : List.copyOf(byChannel.values())) {
            if (!holds(identity, subscription)) {
                waiting.addAll(subscription.takeWaiting());
                takeAway(subscription);
            }
        }
        return waiting;
    }

    private boolean holds(Identity identity, Subscription subscription) {
        return topics.get().forSubscribe(identity, client, subscription.channel())
                        instanceof Mapping.Mapped<SubscribeGrant> mapped
                && subscription.isOf(mapped.grant().key());
    }

    private void takeAway(Subscription subscription) {
        if (subscription.isJoining()) {
            out.fail(
                    subscription.joiningId(),
                    Reason.FORBIDDEN,
                    "the token that came meanwhile does not allow to subscribe to " + subscription.channel());
        }
        boolean wasInForce = subscription.isInForce();
        end(subscription);
        if (wasInForce) {
            out.send(new Reply.Unsubscribed(null, subscription.channel(), Reason.FORBIDDEN));
        }
    }

    private void end(Subscription subscription) {
        byChannel.remove(subscription.channel());
        leave(subscription.joining());
        leave(subscription.inForce());
    }

    private void leave(long token) {
        if (byToken.remove(token) != null && !durable.leave(token)) {
            out.leave(token);
        }
    }

    /** Decides about a message of the client's own session at the broker. */
    void onDurableMessage(Identity identity, DurableMessage message) {
        durable.onMessage(identity, message, byChannel.values());
    }

    void acknowledge(Command.Ack command) {
        durable.acknowledge(command);
    }

    /** Gives everything back, but for durable subscriptions, which the broker keeps for the client's return. */
    void leaveAll() {
        List<Long> tokens =
                byToken.keySet().stream().filter(token -> !durable.holds(token)).toList();
        byChannel.clear();
        byToken.clear();
        tokens.forEach(out::leave);
    }
}
