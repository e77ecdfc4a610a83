package io.fairlead.broker;

/**
 * The broker as the gateway sees it: a place to open links to. One instance serves the whole process; every link it
 * opens shares its addresses, credentials and connect budget, so that neither the broker's return nor the gateway's
 * start is a storm.
 */
public interface Broker extends AutoCloseable {

    /**
     * Opens a link and keeps it open, reconnecting with backoff, until it is closed. Returns at once; the listener is
     * told when the link is up.
     *
     * @param options the client id, session and loop of the link
     * @param listener called on the link's loop only
     */
    BrokerLink open(LinkOptions options, LinkListener listener);

    /**
     * Opens a link that carries one client's own session, and keeps it open until it is paused or closed. Returns at once;
     * the listener is told when the link is up.
     *
     * @param options the client id, session and loop of the link
     * @param listener called on the link's loop only
     */
    SessionLink openSession(LinkOptions options, SessionLinkListener listener);

    /** Ends what all links share. Links are closed by those who opened them, before. */
    @Override
    void close();
}
