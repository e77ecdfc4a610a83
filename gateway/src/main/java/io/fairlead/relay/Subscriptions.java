package io.fairlead.relay;

import io.fairlead.relay.ClientFilters.Entry;
import io.fairlead.session.Reason;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What one client is subscribed to, and everything that changes it. Made when the broker has accepted the connection; owned by
 * the client's loop.
 */
final class Subscriptions {

    private final FilterRules rules;
    private final ClientFilters filters = new ClientFilters();
    private final Subscribing subscribing;
    private final Unsubscribing unsubscribing;

    /**
     * @param resumed whether the broker had kept a session of the client's
     * @param most how many subscriptions the client may have
     * @param used whether the client has a packet id in use for a publish
     * @param denials hears of each filter that is refused
     */
    Subscriptions(
            Rights rights, Answers answers, boolean resumed, int most, IntPredicate used, Consumer<Denial> denials) {
        this.rules = new FilterRules(rights);
        this.subscribing = new Subscribing(rules, filters, answers, most, denials);
        IntPredicate usedElse = id -> used.test(id) || subscribing.pending().uses(id);
        this.unsubscribing = new Unsubscribing(rules, filters, answers, resumed, subscribing, usedElse);
    }

    Passage onSubscribe(MqttSubscribeMessage subscribe) {
        return subscribing.onSubscribe(subscribe);
    }

    /** The broker's answer; returns the client's. */
    MqttMessage onSubAck(MqttSubAckMessage subAck) {
        return subscribing.onSubAck(subAck);
    }

    Passage onUnsubscribe(MqttUnsubscribeMessage unsubscribe) {
        return unsubscribing.onUnsubscribe(unsubscribe);
    }

    /** The broker's answer; returns the client's, null if the gateway had asked. */
    @Nullable
    MqttMessage onUnsubAck(MqttUnsubAckMessage unsubAck) {
        return unsubscribing.onUnsubAck(unsubAck);
    }

    /** Whether so much waits for the broker's answers that the client is not to be read further. */
    boolean isFull() {
        return subscribing.pending().isFull() || unsubscribing.pending().isFull();
    }

    /** Whether the client wants notices of the gateway. */
    boolean wantsNotices() {
        return subscribing.wantsNotices();
    }

    ClientFilters filters() {
        return filters;
    }

    /**
     * What a change of rights took away.
     *
     * @param ended the client's filters that ended, as it wrote them
     * @param toBroker what the broker gets for it; the answers do not pass
     */
    record Recheck(List<Ended> ended, List<MqttMessage> toBroker) {}

    /** A filter that ended, and why. */
    record Ended(String filter, Denial denial) {}

    /** Looks at every subscription again, since the identity or the map has changed. */
    Recheck recheck() {
        List<Ended> ended = new ArrayList<>();
        List<String> onBroker = new ArrayList<>();
        for (Entry entry : filters.all()) {
            Denial denial = lost(entry);
            if (denial != null) {
                filters.remove(entry);
                if (!entry.isLeaving()) {
                    ended.add(new Ended(entry.asked.text(), denial));
                    onBroker.add(entry.onBroker);
                }
            }
        }
        List<String> unneeded = onBroker.stream()
                .distinct()
                .filter(filter -> !filters.isNeededBeside(null, filter))
                .toList();
        return new Recheck(ended, unsubscribing.end(unneeded));
    }

    private @Nullable Denial lost(Entry entry) {
        FilterRules.Verdict now = rules.judge(entry.asked);
        if (now.denial() != null) {
            return now.denial();
        }
        if (now.grant() == null || !entry.onBroker.equals(now.onBroker())) {
            return new Denial(
                    Reason.FORBIDDEN,
                    entry.asked.text()
                            + " stands for another topic now than when it was subscribed to; subscribe to it again");
        }
        entry.grant(now.grant());
        return null;
    }
}
