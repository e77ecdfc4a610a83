package io.fairlead.broker;

import io.fairlead.topic.Message;

/** Hears what happens on a link. Every call comes on the link's loop and must not block. */
public interface LinkListener {

    /**
     * The link is up. Where its session was lost, its filters are being subscribed again and {@link LinkUp#sessionPresent()}
     * is false; messages published meanwhile may have been missed.
     */
    void onUp(LinkUp up);

    /** The link went down, or an attempt to bring it up failed. */
    void onDown(LinkDown down);

    /**
     * A message arrived.
     *
     * @param acknowledgement to be run once the message is dealt with; brokers see acknowledgements in the order of the
     *     messages, so one that is held back holds all later ones of the link. Does nothing for QoS 0
     */
    void onMessage(Message message, Runnable acknowledgement);
}
