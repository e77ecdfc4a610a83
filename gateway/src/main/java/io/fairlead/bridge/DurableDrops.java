package io.fairlead.bridge;

import io.fairlead.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages of QoS 0 that there was no room for in a client's window. The broker would not send them again, so they are
 * dropped, and counted until the client has made room. Owned by the link's loop.
 */
final class DurableDrops {

    private final Map<String, Long> counts = new LinkedHashMap<>(0);

    /** One was dropped; those of the client's subscriptions that it was for are told. */
    void add(TopicName topic, List<DurableJoin> joins) {
        joins.stream()
                .filter(join -> join.told && join.filter().matches(topic))
                .forEach(join -> counts.merge(join.channel(), 1L, Long::sum));
    }

    /** Tells the client what it has missed. */
    void tell(DurableReader reader) {
        if (!counts.isEmpty()) {
            Map<String, Long> told = Map.copyOf(counts);
            counts.clear();
            told.forEach(reader::dropped);
        }
    }
}
