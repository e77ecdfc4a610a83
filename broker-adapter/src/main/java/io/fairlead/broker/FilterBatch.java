package io.fairlead.broker;

import io.fairlead.topic.TopicFilter;
import java.nio.charset.StandardCharsets;

/**
 * How many filters go in one SUBSCRIBE or UNSUBSCRIBE: at most {@value #MOST}, and no more than the broker's largest packet
 * holds. To be filled once.
 */
public final class FilterBatch {

    /** The most filters of one packet. */
    public static final int MOST = 100;

    /** What the packet has beside its filters, and each filter beside its text, in bytes; rather more than less. */
    private static final int HEADER = 16;

    private static final int EACH = 3;

    private final int mostBytes;
    private int filters;
    private int bytes = HEADER;

    /** @param maximumPacketBytes the largest packet that the broker takes ({@link LinkUp#maximumPacketBytes}) */
    public FilterBatch(int maximumPacketBytes) {
        this.mostBytes = maximumPacketBytes;
    }

    /** Adds a filter, if there is room for it. The first is always added: one that fits into no packet goes alone. */
    public boolean add(TopicFilter filter) {
        int more = bytesOf(filter);
        if (filters > 0 && (filters == MOST || more > mostBytes - bytes)) {
            return false;
        }
        filters++;
        bytes += more;
        return true;
    }

    /** Whether a packet of a broker that takes no larger ones holds this filter at all. */
    public static boolean fits(TopicFilter filter, int maximumPacketBytes) {
        return bytesOf(filter) <= maximumPacketBytes - HEADER;
    }

    private static int bytesOf(TopicFilter filter) {
        return EACH + filter.value().getBytes(StandardCharsets.UTF_8).length;
    }
}
