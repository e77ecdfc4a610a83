package io.fairlead.broker;

import io.fairlead.topic.Message;

/** Hears what happens on a {@link SessionLink}. Every call comes on the link's loop and must not block. */
public interface SessionLinkListener {

    /**
     * The link is up. Where {@link LinkUp#sessionPresent()} is false, the broker has nothing of the client: no filter and no
     * message. Where it is true, what was not acknowledged comes again, by the packet ids it had, before anything newer.
     */
    void onUp(LinkUp up);

    /** The link went down, or an attempt to bring it up failed. Not called for {@link SessionLink#pause}. */
    void onDown(LinkDown down);

    /**
     * A message arrived.
     *
     * @param packetId to acknowledge it by; 0 for QoS 0, which is not acknowledged. An id is used again once it was
     *     acknowledged
     * @param repeat the broker's DUP flag: it sent the message before, on this connection or an earlier one
     */
    void onMessage(Message message, int packetId, boolean repeat);
}
