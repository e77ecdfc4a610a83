package io.fairlead.relay;

import io.fairlead.relay.ClientFilters.Entry;
import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's SUBSCRIBE packets and their answers. What is allowed goes to the broker under the client's packet id, with its
 * options and its subscription identifier; the answer has a code for each filter in the client's order. Owned by the client's
 * loop.
 */
final class Subscribing {

    /** One SUBSCRIBE: where in its answer the broker's codes belong. */
    private static final class Asked {
        final int[] codes;
        final List<Entry> entries = new ArrayList<>();
        final List<Integer> places = new ArrayList<>();

        @Nullable
        Denial first;

        int denied;

        Asked(int filters) {
            codes = new int[filters];
        }

        @Nullable
        String why() {
            if (first == null) {
                return null;
            }
            return denied == 1 ? first.text() : first.text() + "; and " + (denied - 1) + " more";
        }
    }

    private final FilterRules rules;
    private final ClientFilters filters;
    private final Answers answers;
    private final int most;
    private final Consumer<Denial> denials;
    private final PendingRequests<Asked> pending = new PendingRequests<>();
    private boolean notices;

    /**
     * @param most how many subscriptions the client may have
     * @param denials hears of each filter that is refused
     */
    Subscribing(FilterRules rules, ClientFilters filters, Answers answers, int most, Consumer<Denial> denials) {
        this.rules = rules;
        this.filters = filters;
        this.answers = answers;
        this.most = most;
        this.denials = denials;
    }

    Passage onSubscribe(MqttSubscribeMessage subscribe) {
        MqttMessageIdAndPropertiesVariableHeader header = subscribe.idAndPropertiesVariableHeader();
        List<MqttTopicSubscription> wanted = subscribe.payload().topicSubscriptions();
        int identifier = identifier(header.properties());
        Asked asked = new Asked(wanted.size());
        List<MqttTopicSubscription> mapped = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            judge(wanted.get(i), i, identifier, asked, mapped);
        }
        if (mapped.isEmpty()) {
            return Passage.toClient(
                    answers.subAck(header.messageId(), asked.codes, asked.why(), MqttProperties.NO_PROPERTIES));
        }
        pending.add(header.messageId(), asked, wanted.size());
        return Passage.toBroker(
                new MqttSubscribeMessage(subscribe.fixedHeader(), header, new MqttSubscribePayload(mapped)));
    }

    private static int identifier(MqttProperties properties) {
        return properties.getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER) instanceof IntegerProperty identifier
                ? identifier.value()
                : 0;
    }

    private void judge(
            MqttTopicSubscription wanted, int place, int identifier, Asked asked, List<MqttTopicSubscription> mapped) {
        AskedFilter filter = AskedFilter.of(wanted.topicFilter());
        if (filter.isNotices()) {
            notices = true;
            asked.codes[place] = 0;
            return;
        }
        if (answers.v5() && filter.group() != null && wanted.option().isNoLocal()) {
            throw MqttFault.protocol("a shared subscription with No Local");
        }
        FilterRules.Verdict verdict = rules.judge(filter);
        Denial denial = verdict.denial() != null ? verdict.denial() : tooMany(filter);
        if (denial != null || verdict.grant() == null || verdict.onBroker() == null) {
            refuse(denial, place, asked);
            return;
        }
        asked.entries.add(filters.put(filter, verdict.onBroker(), verdict.grant(), identifier));
        asked.places.add(place);
        mapped.add(new MqttTopicSubscription(verdict.onBroker(), wanted.option()));
    }

    private @Nullable Denial tooMany(AskedFilter filter) {
        Entry known = filters.find(filter.text());
        if ((known != null && !known.isLeaving()) || filters.size() < most) {
            return null;
        }
        return new Denial(
                Reason.TOO_MANY_SUBSCRIPTIONS,
                "this client has " + most
                        + " subscriptions, as many as it may; unsubscribe from one before you subscribe to "
                        + filter.text());
    }

    private void refuse(@Nullable Denial denial, int place, Asked asked) {
        Denial told = denial == null ? new Denial(Reason.INTERNAL, Reason.INTERNAL.text()) : denial;
        asked.codes[place] = answers.v5() ? ReasonCodes.subAck(told.reason()) : ReasonCodes.UNSPECIFIED;
        asked.first = asked.first == null ? told : asked.first;
        asked.denied++;
        denials.accept(told);
    }

    /**
     * The broker's answer; returns the client's.
     *
     * @throws MqttFault if the broker was not asked this
     */
    MqttMessage onSubAck(MqttSubAckMessage subAck) {
        MqttMessageIdAndPropertiesVariableHeader header = subAck.idAndPropertiesVariableHeader();
        List<Integer> codes = subAck.payload().reasonCodes();
        Asked asked = pending.take(header.messageId());
        if (asked == null || asked.places.size() != codes.size()) {
            throw MqttFault.protocol("a SUBACK that answers no SUBSCRIBE");
        }
        for (int i = 0; i < codes.size(); i++) {
            asked.codes[asked.places.get(i)] = codes.get(i);
            settle(asked.entries.get(i), codes.get(i));
        }
        return answers.subAck(header.messageId(), asked.codes, asked.why(), header.properties());
    }

    /** One that was granted before and is refused now stands as it did. */
    private void settle(Entry entry, int code) {
        if (!entry.answered(code < ReasonCodes.UNSPECIFIED)) {
            filters.remove(entry);
        }
    }

    /** Whether the client wants notices of the gateway. */
    boolean wantsNotices() {
        return notices;
    }

    /** The client wants no more notices; returns whether it did before. */
    boolean leaveNotices() {
        boolean wanted = notices;
        notices = false;
        return wanted;
    }

    PendingRequests<?> pending() {
        return pending;
    }
}
