package io.fairlead.bridge;

import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.session.Joined;
import io.fairlead.topic.Message;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.LiveKey;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.wire.OutgoingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One channel that any number of clients of the node are subscribed to, counted and encoded once for all of them. Owned by
 * the loop of the link that serves its filter.
 *
 * <p>Subscribers are kept by their own loops ({@link LocalSubscribers}); this class only knows how many each has. Everything
 * it tells a loop is a task to it, and tasks keep their order: so a subscriber that is admitted between two messages is put
 * in force on its loop between the same two, and no lock is needed for exactness.
 */
final class LiveChannel {

    /** What is known of the filter on the broker that brings its messages. */
    private enum Service {
        /** It was not in force yet. What comes belongs to filters of before, and is not all. */
        AWAITED,
        IN_FORCE,
        /** It is not for a while, so that messages are missed. */
        INTERRUPTED,
        /** That went on across a reconnect, so that the next message may come after some that were missed. */
        UNCERTAIN
    }

    // Never changed.
    private final LiveKey key;
    private final SubscribeGrant grant;
    private final ChannelShelf shelf;
    private final @Nullable LocalSubscribers[] byLoop;
    private final @Nullable RetainedReplay retained;
    private final @Nullable ChannelRecovery recovery;

    // As long as the channel.
    private final int[] counts;
    private final Formats formats = new Formats();
    private final List<Subscriber> waiting = new ArrayList<>(1);
    private final Numbering numbering;
    private int admitted;
    private long idleSince = System.nanoTime();

    /** The filter on the broker that brings its messages. */
    LinkFilters.Entry servedBy;

    private Service service;

    private boolean gone;
    /** Whether it is looked at soon, and ended if it is idle still. */
    boolean lingering;

    LiveChannel(SubscribeGrant grant, ChannelShelf shelf, int loops, LinkFilters.Entry servedBy) {
        this.key = grant.key();
        this.grant = grant;
        this.shelf = shelf;
        this.byLoop = new LocalSubscribers[loops];
        this.counts = new int[loops];
        this.retained = grant.retained() ? new RetainedReplay(this, shelf) : null;
        this.recovery = grant.recover().messages() > 0 ? new ChannelRecovery(grant.recover(), shelf) : null;
        this.numbering = new Numbering(shelf.nextEpoch());
        this.servedBy = servedBy;
        this.service = servedBy.inForce() ? Service.IN_FORCE : Service.AWAITED;
    }

    LiveKey key() {
        return key;
    }

    SubscribeGrant grant() {
        return grant;
    }

    Formats formats() {
        return formats;
    }

    /** How many messages it has had since it was made. */
    long count() {
        return numbering.count();
    }

    /** How long nobody has been subscribed to it, if nobody is. */
    long idleNanos() {
        return System.nanoTime() - idleSince;
    }

    /** Whether nobody is subscribed to it, or about to be. */
    boolean isIdle() {
        return admitted == 0 && waiting.isEmpty();
    }

    /** Whether it exists no more. */
    boolean isGone() {
        return gone;
    }

    /** Takes a subscriber in once the broker has answered. */
    void await(Subscriber subscriber) {
        subscriber.channel = this;
        waiting.add(subscriber);
    }

    /** Admits all who wait. */
    void admitWaiting(boolean pending) {
        List<Subscriber> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(subscriber -> admit(subscriber, pending));
    }

    /**
     * Admits a subscriber here and now, in the link's order: counted, told its position, and given what it has missed or what
     * is retained, in one task. What is retained and not known here has to be fetched yet ({@link #fetchOwed}).
     *
     * @param pending whether the broker is away, so that it takes effect later
     */
    void admit(Subscriber subscriber, boolean pending) {
        subscriber.channel = this;
        subscriber.admittedAt = numbering.count();
        counts[subscriber.home.index()]++;
        admitted++;
        formats.add(subscriber.format);
        LocalSubscribers local = local(subscriber.home);
        Comeback comeback = Comeback.of(subscriber.join, numbering, recovery, subscriber.format);
        Joined joined = comeback.joined(numbering, pending);
        if (comeback.isWhole()) {
            subscriber.home.run(() -> local.activateWhole(subscriber, joined, comeback));
        } else {
            List<PreparedDelivery> replay = replay(subscriber);
            subscriber.home.run(() -> local.activate(subscriber, joined, replay));
        }
    }

    private List<PreparedDelivery> replay(Subscriber subscriber) {
        return retained != null && subscriber.wantsReplay() ? retained.replayTo(subscriber) : List.of();
    }

    /** What is retained is for this subscriber too, which was to be spared it and is not. */
    void oweRetained(Subscriber subscriber) {
        LocalSubscribers local = local(subscriber.home);
        List<PreparedDelivery> replay = replay(subscriber);
        subscriber.home.run(() -> local.replay(subscriber, replay));
    }

    /** Lets a subscriber go, admitted or not. Does nothing the second time. */
    void leave(Subscriber subscriber) {
        subscriber.gone = true;
        idleSince = System.nanoTime();
        if (subscriber.admittedAt < 0) {
            waiting.remove(subscriber);
            return;
        }
        counts[subscriber.home.index()]--;
        admitted--;
        formats.remove(subscriber.format);
        if (retained != null) {
            retained.forget(subscriber);
        }
    }

    /** A live message that matches the channel's filter. */
    void deliver(Message message) {
        String channel = channelOf(message.topic());
        if (channel == null) {
            shelf.meters().unmatched.increment();
            return;
        }
        if (service != Service.IN_FORCE && !isServedMeanwhile()) {
            return;
        }
        numbering.next();
        if (retained != null) {
            retained.onLive(message);
        }
        if (admitted > 0 || recovery != null) {
            send(outgoing(message, channel, numbering.pos(), shelf.tellsDeletion(message)));
        }
    }

    /** Whether what comes though no filter is known to be in force is the channel's: it may be, if it was served before. */
    private boolean isServedMeanwhile() {
        if (service == Service.UNCERTAIN) {
            service = Service.INTERRUPTED;
            missed();
        }
        return service != Service.AWAITED;
    }

    private void send(OutgoingMessage message) {
        PreparedDelivery delivery = admitted > 0 ? prepare(message) : null;
        if (recovery != null) {
            recovery.keep(message, delivery);
        }
        if (delivery != null) {
            send(delivery);
        }
    }

    /** Replays a retained message to some, or to all where {@code receivers} is null. */
    void replay(Message message, @Nullable List<Subscriber> receivers) {
        String channel = channelOf(message.topic());
        if (channel == null || admitted == 0) {
            return;
        }
        PreparedDelivery delivery = prepare(outgoing(message, channel, -1, true));
        if (receivers == null) {
            send(delivery);
        } else {
            sendTo(delivery, receivers);
        }
    }

    /** Encodes a retained message for one subscriber; null where its topic is none of the channel's. */
    @Nullable
    PreparedDelivery replayFor(Subscriber subscriber, Message message) {
        String channel = channelOf(message.topic());
        return channel == null ? null : PreparedDelivery.of(outgoing(message, channel, -1, true), subscriber.format);
    }

    private void send(PreparedDelivery delivery) {
        for (int i = 0; i < counts.length; i++) {
            LocalSubscribers local = byLoop[i];
            if (local != null && counts[i] > 0) {
                delivery.retain();
                local.home().run(() -> local.deliver(delivery));
            }
        }
        delivery.release();
    }

    private void sendTo(PreparedDelivery delivery, List<Subscriber> receivers) {
        for (LocalSubscribers local : byLoop) {
            if (local != null) {
                List<Subscriber> here = receivers.stream()
                        .filter(receiver -> receiver.home == local.home())
                        .toList();
                delivery.retain();
                local.home().run(() -> local.deliver(delivery, here));
            }
        }
        delivery.release();
    }

    private PreparedDelivery prepare(OutgoingMessage message) {
        shelf.meters().encoded.add(formats.inUse().length);
        return PreparedDelivery.of(message, formats.inUse());
    }

    private OutgoingMessage outgoing(Message message, String channel, long pos, boolean saysRetained) {
        String filter = grant.wildcard() ? key.channel() : null;
        long now = System.currentTimeMillis();
        return new OutgoingMessage(
                message, channel, filter, pos, -1, now, saysRetained, grant.payload(), grant.props());
    }

    private @Nullable String channelOf(TopicName topic) {
        return grant.wildcard() ? grant.channelOf(topic) : key.channel();
    }

    /** Messages may have been missed: the numbering starts anew, all are told, and what is retained is fetched again. */
    void missed() {
        String fresh = shelf.nextEpoch();
        numbering.startAnew(fresh);
        if (recovery != null) {
            recovery.clear();
        }
        forEachLoop(local -> local.gap(fresh, 0));
        if (retained != null && admitted > 0) {
            retained.replayToAll();
        }
    }

    /** The link is down: what was retained may change unseen. */
    void onLinkDown() {
        if (retained != null) {
            retained.onLinkDown();
        }
    }

    /** The filter that serves it is in force: who waited for it is admitted, and gets what is retained. */
    void onInForce() {
        boolean missed = service == Service.INTERRUPTED || service == Service.UNCERTAIN;
        service = Service.IN_FORCE;
        if (missed) {
            missed();
        }
        admitWaiting(false);
        fetchOwed();
    }

    /** The broker has forgotten the filter that serves it; until it is in force again, messages are missed. */
    void interrupted() {
        service = Service.INTERRUPTED;
    }

    /**
     * The link is up again and the filter that serves it is not known to be in force. It may be all the same, by a SUBSCRIBE
     * whose answer was lost: then its messages come before anything says that some were missed.
     */
    void onReconnected() {
        if (service == Service.INTERRUPTED) {
            service = Service.UNCERTAIN;
        }
    }

    /** Another filter serves it from now on; once that is in force, messages may have been missed in between. */
    void moveTo(LinkFilters.Entry wider) {
        if (service == Service.IN_FORCE) {
            service = Service.INTERRUPTED;
        }
        servedBy = wider;
        wider.channels.add(this);
    }

    /** Fetches what is retained for those who were admitted and have not got it yet. */
    void fetchOwed() {
        if (retained != null) {
            retained.fetchOwed();
        }
    }

    /** The broker refused the filter. Returns how many subscribers that ends. */
    int refuse(SubscribeOutcome.Refused refused) {
        end();
        for (Subscriber subscriber : waiting) {
            subscriber.home.run(() -> subscriber.live.refused(subscriber, refused));
        }
        forEachLoop(local -> local.refuse(refused));
        return admitted + waiting.size();
    }

    /** Ends the channel, and gives back what it held. */
    void end() {
        gone = true;
        if (retained != null) {
            retained.onLinkDown();
        }
        if (recovery != null) {
            recovery.end();
        }
    }

    private void forEachLoop(Consumer<LocalSubscribers> task) {
        for (LocalSubscribers local : byLoop) {
            if (local != null) {
                local.home().run(() -> task.accept(local));
            }
        }
    }

    private LocalSubscribers local(LoopSessions home) {
        LocalSubscribers known = byLoop[home.index()];
        if (known == null) {
            known = new LocalSubscribers(home);
            byLoop[home.index()] = known;
        }
        return known;
    }
}
