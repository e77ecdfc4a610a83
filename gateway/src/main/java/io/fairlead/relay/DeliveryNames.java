package io.fairlead.relay;

import io.fairlead.relay.ClientFilters.Entry;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.SubscribeGrant;
import org.jspecify.annotations.Nullable;

/**
 * Under which channel a client gets a message: that of the route it subscribed through, else the first in file order that it may
 * subscribe to. Owned by the client's loop.
 */
final class DeliveryNames {

    private final Rights rights;
    private final ClientFilters filters;
    private final boolean resumed;

    /**
     * What a client gets.
     *
     * @param channel the message's name
     * @param grant by what right
     */
    record Named(String channel, SubscribeGrant grant) {}

    /** @param resumed whether the broker had kept the client's session, with subscriptions that are not known here */
    DeliveryNames(Rights rights, ClientFilters filters, boolean resumed) {
        this.rights = rights;
        this.filters = filters;
        this.resumed = resumed;
    }

    /**
     * The name of a message; null if the client may not have it.
     *
     * <p>A message that a known subscription took, but whose channel another route decides, is not delivered: a wide filter goes
     * round no narrower route. One that no known subscription took may come from an older one, which has ended or which only
     * the broker knows.
     *
     * @param identifier the message's subscription identifier; 0 if it bears none, or several
     */
    @Nullable
    Named of(TopicName topic, int identifier) {
        Named first = null;
        boolean taken = false;
        for (Entry entry : filters.matching(topic)) {
            taken = true;
            String channel = entry.grant().channelOf(topic);
            if (channel != null && (first == null || (identifier > 0 && entry.identifier() == identifier))) {
                first = new Named(channel, entry.grant());
                if (identifier == 0 || entry.identifier() == identifier) {
                    return first;
                }
            }
        }
        return first != null || (taken && !resumed) ? first : byTopic(topic);
    }

    private @Nullable Named byTopic(TopicName topic) {
        if (!(rights.forTopic(topic) instanceof Mapping.Mapped<SubscribeGrant> mapped)) {
            return null;
        }
        return new Named(mapped.grant().channel(), mapped.grant());
    }
}
