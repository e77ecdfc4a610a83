package io.fairlead.relay;

import io.fairlead.relay.ClientFilters.Entry;
import io.fairlead.wire.mqtt.MqttFault;
import io.fairlead.wire.mqtt.ReasonCodes;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A client's UNSUBSCRIBE packets and their answers, and those of the gateway itself, whose answers the client does not see. What
 * the client never had here goes to the broker as far as the map knows it, since a session that the broker kept may have it; in
 * such a session what the map does not know is refused, since it may go on.
 * Owned by the client's loop.
 */
final class Unsubscribing {

    private static final int NO_SUBSCRIPTION_EXISTED = 0x11;
    private static final int HIGHEST_ID = 65_535;
    private static final int BATCH = 50;

    /** One UNSUBSCRIBE: where in its answer the broker's codes belong. */
    private static final class Asked {
        final boolean ofGateway;
        final int[] codes;
        final List<@Nullable Entry> entries = new ArrayList<>();
        final List<Integer> places = new ArrayList<>();

        @Nullable
        Denial first;

        Asked(boolean ofGateway, int filters) {
            this.ofGateway = ofGateway;
            this.codes = new int[filters];
        }

        /** The broker may have it, and by which name is not known any more. */
        void refuse(int place, Denial denial) {
            codes[place] = ReasonCodes.unsubAck(denial.reason());
            first = first == null ? denial : first;
        }

        @Nullable
        String why() {
            return first == null ? null : first.text();
        }
    }

    private final FilterRules rules;
    private final ClientFilters filters;
    private final Answers answers;
    private final boolean resumed;
    private final Subscribing subscribing;
    private final IntPredicate used;
    private final PendingRequests<Asked> pending = new PendingRequests<>();

    /**
     * @param resumed whether the broker had kept a session of the client's
     * @param used whether the client has a packet id in use for anything but UNSUBSCRIBE
     */
    Unsubscribing(
            FilterRules rules,
            ClientFilters filters,
            Answers answers,
            boolean resumed,
            Subscribing subscribing,
            IntPredicate used) {
        this.rules = rules;
        this.filters = filters;
        this.answers = answers;
        this.resumed = resumed;
        this.subscribing = subscribing;
        this.used = used;
    }

    Passage onUnsubscribe(MqttUnsubscribeMessage unsubscribe) {
        MqttMessageIdAndPropertiesVariableHeader header = unsubscribe.idAndPropertiesVariableHeader();
        List<String> wanted = unsubscribe.payload().topics();
        Asked asked = new Asked(false, wanted.size());
        List<String> mapped = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            String onBroker = onBroker(AskedFilter.of(wanted.get(i)), i, asked);
            if (onBroker != null) {
                mapped.add(onBroker);
            }
        }
        if (mapped.isEmpty()) {
            return Passage.toClient(
                    answers.unsubAck(header.messageId(), asked.codes, asked.why(), MqttProperties.NO_PROPERTIES));
        }
        pending.add(header.messageId(), asked, wanted.size());
        return Passage.toBroker(
                new MqttUnsubscribeMessage(unsubscribe.fixedHeader(), header, new MqttUnsubscribePayload(mapped)));
    }

    /** What the broker is asked for one filter; null if it is answered here. */
    private @Nullable String onBroker(AskedFilter filter, int place, Asked asked) {
        if (filter.isNotices()) {
            asked.codes[place] = subscribing.leaveNotices() ? 0 : NO_SUBSCRIPTION_EXISTED;
            return null;
        }
        Entry entry = filters.find(filter.text());
        FilterRules.Verdict verdict = rules.judge(filter);
        if (entry == null && verdict.denial() != null && resumed) {
            asked.refuse(place, verdict.denial());
            return null;
        }
        String onBroker = entry != null ? entry.onBroker : verdict.onBroker();
        if (onBroker == null || filters.isNeededBeside(entry, onBroker)) {
            asked.codes[place] = entry != null && !entry.isLeaving() ? 0 : NO_SUBSCRIPTION_EXISTED;
            if (entry != null) {
                filters.remove(entry);
            }
            return null;
        }
        if (entry != null) {
            filters.leave(entry);
        }
        asked.entries.add(entry);
        asked.places.add(place);
        return onBroker;
    }

    /**
     * The broker's answer; returns the client's, or null where it was the gateway that had asked.
     *
     * @throws MqttFault if the broker was not asked this
     */
    @Nullable
    MqttMessage onUnsubAck(MqttUnsubAckMessage unsubAck) {
        MqttMessageIdAndPropertiesVariableHeader header = unsubAck.idAndPropertiesVariableHeader();
        Asked asked = pending.take(header.messageId());
        if (asked == null) {
            throw MqttFault.protocol("an UNSUBACK that answers no UNSUBSCRIBE");
        }
        if (asked.ofGateway) {
            return null;
        }
        List<Short> codes = answers.v5() ? unsubAck.payload().unsubscribeReasonCodes() : List.of();
        for (int i = 0; i < asked.places.size(); i++) {
            int code = i < codes.size() ? codes.get(i) & 0xFF : 0;
            asked.codes[asked.places.get(i)] = code;
            Entry entry = asked.entries.get(i);
            if (entry != null) {
                settle(entry, code);
            }
        }
        return answers.unsubAck(header.messageId(), asked.codes, asked.why(), header.properties());
    }

    private void settle(Entry entry, int code) {
        if (code < ReasonCodes.UNSPECIFIED) {
            filters.remove(entry);
        } else {
            filters.stay(entry);
        }
    }

    /** What ends filters that the client may not have any more; their answers are not the client's. */
    List<MqttMessage> end(List<String> onBroker) {
        List<MqttMessage> packets = new ArrayList<>();
        for (int from = 0; from < onBroker.size(); from += BATCH) {
            List<String> some = List.copyOf(onBroker.subList(from, Math.min(onBroker.size(), from + BATCH)));
            int id = freeId();
            pending.add(id, new Asked(true, 0), some.size());
            packets.add(Answers.unsubscribe(id, some));
        }
        return packets;
    }

    /** An id that the client does not use: clients count from 1, so these are taken from the other end. */
    private int freeId() {
        int id = HIGHEST_ID;
        while (id > 1 && (used.test(id) || pending.uses(id))) {
            id--;
        }
        return id;
    }

    PendingRequests<?> pending() {
        return pending;
    }
}
