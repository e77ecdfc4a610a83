package io.fairlead.bridge;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.List;

/**
 * Who needs which broker filter, for the whole node: the one thing about live channels that loops share. Any thread; every
 * method holds a lock for a moment, and none is called for a message.
 */
final class FilterBook {

    private final FilterPlacement placement;

    FilterBook(int maxLinks) {
        this.placement = new FilterPlacement(maxLinks);
    }

    /**
     * What a link is to do, and what serves a filter once it has.
     *
     * @param served the filter on the broker
     */
    record Orders(List<LinkChange> changes, TopicFilter served) {}

    /** Wants a filter for one more subscriber. Returns the link that serves it, which stays the same while it is wanted. */
    synchronized int use(TopicFilter filter, Qos qos, int preferredLink) {
        return placement.use(filter, qos, preferredLink);
    }

    /** One subscriber less wants the filter. Returns whether it was the last. */
    synchronized boolean release(TopicFilter filter) {
        return placement.release(filter);
    }

    /** Gives a filter up, unless somebody wants it again; then returns false. */
    synchronized boolean retire(TopicFilter filter) {
        return placement.retire(filter);
    }

    /** The broker has confirmed that a link left a filter. */
    synchronized void vacate(int link, TopicFilter filter) {
        placement.vacate(link, filter);
    }

    /** Takes the changes of a link, together with what they make of a filter that is wanted. */
    synchronized Orders orders(int link, TopicFilter wanted) {
        return new Orders(placement.takeChanges(link), placement.servedBy(wanted));
    }

    /** Takes the changes of a link. */
    synchronized List<LinkChange> changes(int link) {
        return placement.takeChanges(link);
    }
}
