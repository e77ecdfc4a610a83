package io.fairlead.bridge;

import io.fairlead.broker.SessionLink;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.session.Reason;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filters of one client's own broker session, as far as this link knows them: the session may have more, from before.
 * Owned by the link's loop.
 *
 * <p>A message that two filters of one session match comes once or twice, as the broker likes. So a filter that a wider one of
 * the same client includes is served by that one, and two that overlap without one including the other are refused.
 */
final class DurableFilters {

    private static final int BATCH = 100;

    /** The link whose filters these are. */
    interface Host {
        /** The connection to the broker; null while there is none. */
        @Nullable
        SessionLink connection();

        /** Whether the broker is known to be away, so that an answer can only say "pending". */
        boolean isAway();

        /** Whether the link stays away by itself until the client has caught up; the broker keeps the session meanwhile. */
        boolean isPaused();

        /** Whether retained messages are to be replayed to a join. */
        boolean wantsReplay(DurableJoin join);

        /** Answers a join, once. */
        void joined(DurableJoin join, boolean pending);

        /** Refuses a join, or ends it if it was answered already. */
        void refused(DurableJoin join, Reason reason, String why, int mqttReason);
    }

    private static final class Entry {
        final TopicFilter filter;
        final Map<Long, DurableJoin> joins = new LinkedHashMap<>(2);
        Qos qos;
        /** Whether the broker has it, under this name. */
        boolean atBroker;
        /** Whether its messages come, by itself or by a wider one. */
        boolean inForce;

        Entry(TopicFilter filter, Qos qos) {
            this.filter = filter;
            this.qos = qos;
        }
    }

    private final Host host;
    private final int most;
    private final Map<TopicFilter, Entry> entries = new LinkedHashMap<>();
    private final Set<TopicFilter> toLeave = new LinkedHashSet<>();

    /** @param most how many filters one client may have */
    DurableFilters(Host host, int most) {
        this.host = host;
        this.most = most;
    }

    /** Whether messages of a filter come. */
    boolean isInForce(TopicFilter filter) {
        Entry entry = entries.get(filter);
        return entry != null && entry.inForce;
    }

    /** Every join of the client that is attached. */
    List<DurableJoin> joins() {
        return entries.values().stream()
                .flatMap(entry -> entry.joins.values().stream())
                .toList();
    }

    /** Subscribes; answered by the host, now or later. */
    void join(DurableJoin join) {
        Entry known = entries.get(join.filter());
        if (known == null && !mayAdd(join)) {
            return;
        }
        Entry entry = known != null ? known : new Entry(join.filter(), join.qos());
        entries.put(join.filter(), entry);
        toLeave.remove(join.filter());
        entry.joins.put(join.token(), join);
        boolean moreQos = join.qos().compareTo(entry.qos) > 0;
        entry.qos = moreQos ? join.qos() : entry.qos;
        if (host.connection() != null) {
            serve(entry, join, moreQos);
        } else if (host.isAway()) {
            boolean stands = host.isPaused() && widest(entry).atBroker && !moreQos && !host.wantsReplay(join);
            entry.atBroker &= !moreQos;
            join.owedReplay = true;
            host.joined(join, !stands);
        }
    }

    private boolean mayAdd(DurableJoin join) {
        if (entries.size() >= most) {
            host.refused(
                    join,
                    Reason.TOO_MANY_SUBSCRIPTIONS,
                    "this client's durable session has " + entries.size()
                            + " subscriptions, as many as it may; unsubscribe from one before you subscribe to "
                            + join.channel(),
                    -1);
            return false;
        }
        for (Entry other : entries.values()) {
            boolean nested = other.filter.covers(join.filter()) || join.filter().covers(other.filter);
            if (!nested && other.filter.overlaps(join.filter())) {
                host.refused(
                        join,
                        Reason.NOT_SUPPORTED,
                        "durable subscriptions of one client may not overlap in part, since some messages would come twice: "
                                + join.channel() + " overlaps another one of this client; subscribe to a channel that"
                                + " includes both, or unsubscribe from the other",
                        -1);
                return false;
            }
        }
        return true;
    }

    private void serve(Entry entry, DurableJoin join, boolean moreQos) {
        Entry widest = widest(entry);
        boolean lacksQos = entry.qos.compareTo(widest.qos) > 0;
        if (widest != entry) {
            widest.qos = lacksQos ? entry.qos : widest.qos;
            entry.inForce = widest.atBroker;
        }
        boolean replay = widest == entry && host.wantsReplay(join);
        if (!widest.atBroker || lacksQos || moreQos || replay) {
            ask(List.of(widest));
        } else {
            host.joined(join, false);
        }
    }

    /** The filter that includes this one and is included by none; this one itself if no other does. */
    private Entry widest(Entry entry) {
        Entry widest = entry;
        for (Entry other : entries.values()) {
            if (other != widest && other.filter.covers(widest.filter)) {
                widest = other;
            }
        }
        return widest;
    }

    private void ask(List<Entry> asked) {
        SessionLink link = host.connection();
        if (link == null) {
            return;
        }
        List<Subscription> subscriptions = asked.stream()
                .map(entry -> new Subscription(entry.filter, entry.qos, replays(entry)))
                .toList();
        link.subscribe(subscriptions, outcomes -> {
            for (int i = 0; i < outcomes.size(); i++) {
                answered(asked.get(i), outcomes.get(i));
            }
        });
    }

    private boolean replays(Entry entry) {
        return entry.joins.values().stream()
                .anyMatch(join -> (join.owedReplay || !(join.told && entry.inForce)) && host.wantsReplay(join));
    }

    /** Whether somebody was answered while the broker could not be asked for what is retained. */
    private boolean owesReplay(Entry entry) {
        return entry.joins.values().stream().anyMatch(join -> join.owedReplay && host.wantsReplay(join));
    }

    private void answered(Entry entry, SubscribeOutcome outcome) {
        if (entries.get(entry.filter) != entry) {
            return;
        }
        if (outcome instanceof SubscribeOutcome.Granted) {
            granted(entry);
        } else if (outcome instanceof SubscribeOutcome.Refused refused) {
            refused(entry, refused);
        } else {
            entry.joins.values().forEach(join -> join.owedReplay |= !join.told);
            answer(entry, true);
        }
    }

    private void granted(Entry entry) {
        entry.atBroker = true;
        entry.joins.values().forEach(join -> join.owedReplay = false);
        for (Entry served : servedBy(entry)) {
            served.inForce = true;
            if (served != entry && served.atBroker) {
                served.atBroker = false;
                unsubscribe(served.filter);
            }
            answer(served, false);
        }
    }

    private List<Entry> servedBy(Entry entry) {
        return entries.values().stream()
                .filter(other -> entry.filter.covers(other.filter))
                .toList();
    }

    private void refused(Entry entry, SubscribeOutcome.Refused refused) {
        String why = "the broker refuses the gateway's subscription for this client: " + refused.text()
                + "; ask who runs the broker to allow it";
        List<Entry> others = new ArrayList<>(servedBy(entry));
        others.remove(entry);
        entries.remove(entry.filter);
        List.copyOf(entry.joins.values())
                .forEach(join -> host.refused(join, Reason.BROKER_REFUSED, why, refused.code()));
        askUnlessServed(others);
    }

    private void answer(Entry entry, boolean pending) {
        for (DurableJoin join : List.copyOf(entry.joins.values())) {
            if (!join.told) {
                host.joined(join, pending);
            }
        }
    }

    /** Whoever waits for the broker's answer gets it without. */
    void answerPending() {
        List.copyOf(entries.values()).forEach(entry -> answer(entry, true));
    }

    /** Ends one subscription of the client that is attached, or one that is left from before. */
    void leave(long token, TopicFilter filter) {
        Entry entry = entries.get(filter);
        if (entry != null) {
            entry.joins.remove(token);
            if (!entry.joins.isEmpty()) {
                return;
            }
            entries.remove(filter);
            List<Entry> served = servedBy(entry);
            served.forEach(other -> other.inForce = other.atBroker);
            askUnlessServed(served);
        }
        unsubscribe(filter);
    }

    private void askUnlessServed(Collection<Entry> some) {
        some.stream().filter(entry -> !entry.atBroker && widest(entry) == entry).forEach(entry -> ask(List.of(entry)));
    }

    private void unsubscribe(TopicFilter filter) {
        SessionLink link = host.connection();
        if (link == null) {
            owe(filter);
            return;
        }
        link.unsubscribe(List.of(filter), confirmed -> {
            if (!confirmed) {
                owe(filter);
            }
        });
    }

    /** Whether a filter is to be at the broker, under its own name. */
    private boolean isNeeded(TopicFilter filter) {
        Entry entry = entries.get(filter);
        return entry != null && widest(entry) == entry;
    }

    /** What is owed is looked at again when the link is up: it may be needed by then. */
    private void owe(TopicFilter filter) {
        if (toLeave.size() < most * 2) {
            toLeave.add(filter);
        }
    }

    /** The client is gone; the broker keeps its subscriptions. */
    void detached() {
        entries.values().forEach(entry -> entry.joins.clear());
    }

    /**
     * The link is up: does what could not be done without, and all anew where the broker has lost the session.
     *
     * @param affirm whether to ask again for what the broker should have: after a crash it takes sessions up as it had last
     *     written them, without younger filters. Not on MQTT 3.1.1, where it would replay what is retained
     */
    void onUp(boolean sessionPresent, boolean affirm) {
        if (!sessionPresent) {
            toLeave.clear();
            entries.values().forEach(entry -> {
                entry.atBroker = false;
                entry.inForce = false;
            });
        }
        List<TopicFilter> owed = List.copyOf(toLeave);
        toLeave.clear();
        List<Entry> missing = entries.values().stream()
                .filter(entry -> widest(entry) == entry && (affirm || !entry.atBroker || owesReplay(entry)))
                .toList();
        for (int from = 0; from < missing.size(); from += BATCH) {
            ask(missing.subList(from, Math.min(missing.size(), from + BATCH)));
        }
        owed.stream().filter(filter -> !isNeeded(filter)).forEach(this::unsubscribe);
        List.copyOf(entries.values()).stream()
                .filter(entry -> widest(entry).atBroker)
                .forEach(entry -> answer(entry, false));
    }
}
