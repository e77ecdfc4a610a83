package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;

/** Hears what happens on a link. Every call comes on the link's loop and must not block. */
public interface LinkListener {

    /**
     * The link is up. Where its session was lost, {@link LinkUp#sessionPresent()} is false and its filters are being
     * subscribed again, each told by {@link #onFilterRestored} or {@link #onFilterLost}.
     */
    void onUp(LinkUp up);

    /**
     * The broker refused a filter that it had granted before the session was lost. The link does not ask again.
     *
     * @param filter the filter that is in force no more
     */
    default void onFilterLost(TopicFilter filter, SubscribeOutcome.Refused refused) {}

    /**
     * A filter is in force again after the session was lost: the broker has granted it anew. Until then its messages are
     * missed, whatever the link's state.
     */
    default void onFilterRestored(TopicFilter filter) {}

    /** The link went down, or an attempt to bring it up failed. */
    void onDown(LinkDown down);

    /**
     * A message arrived. After a link was lost, QoS 1 messages that were not acknowledged come again as new ones when the
     * session is resumed; acknowledging what came before the loss then does nothing, and need not be done. QoS 2 messages
     * do not come again, and the acknowledgement keeps its effect for as long as the session lives.
     *
     * @param acknowledgement to be run once the message is dealt with; brokers see acknowledgements in the order of the
     *     messages, so one that is held back holds all later ones of the link. Does nothing for QoS 0
     */
    void onMessage(Message message, Runnable acknowledgement);
}
