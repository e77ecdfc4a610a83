package io.fairlead.metrics;

/** What one event loop counts. Changed on that loop only, and summed over all loops by whoever reads. */
public final class LoopMeters {

    /** Sessions that live on the loop. */
    public final PlainCounter sessions = new PlainCounter();

    /** Subscriptions in force of the loop's sessions. */
    public final PlainCounter subscriptions = new PlainCounter();

    /** Live channels counted on the loop. */
    public final PlainCounter channels = new PlainCounter();

    /** Filters that the loop's links are subscribed to. */
    public final PlainCounter filters = new PlainCounter();

    /** Messages that came from the broker. */
    public final PlainCounter received = new PlainCounter();

    /** Messages from the broker that no channel of the node wanted. */
    public final PlainCounter unmatched = new PlainCounter();

    /** Messages written to a client, once for each subscription. */
    public final PlainCounter delivered = new PlainCounter();

    /** Messages dropped for a client that does not read, of a route that keeps the latest. */
    public final PlainCounter droppedLatest = new PlainCounter();

    /** Messages dropped for a client that does not read, of a route that drops the oldest. */
    public final PlainCounter droppedOldest = new PlainCounter();

    /** Messages of QoS 0 dropped for a client that acknowledges nothing, of a durable route. */
    public final PlainCounter droppedDurable = new PlainCounter();

    /** Messages at which a client that does not read was disconnected. */
    public final PlainCounter droppedDisconnect = new PlainCounter();

    /** Messages that a later one of their channel took the place of, as the client or the route wished. */
    public final PlainCounter conflated = new PlainCounter();

    /** Messages that are kept for clients that cannot have them yet. */
    public final PlainCounter heldMessages = new PlainCounter();

    /** Bytes that these take, with what holds them. */
    public final PlainCounter heldBytes = new PlainCounter();

    /** Clients that are not read from, since their publishes cannot go on. */
    public final PlainCounter pausedReaders = new PlainCounter();

    /** Messages encoded, once for each format. */
    public final PlainCounter encoded = new PlainCounter();

    /** Publishes of clients that the broker acknowledged, or for QoS 0 its socket took. */
    public final PlainCounter published = new PlainCounter();

    /** Publishes that the broker refused. */
    public final PlainCounter publishRefused = new PlainCounter();

    /** Publishes whose outcome nobody knows. */
    public final PlainCounter publishUnknown = new PlainCounter();

    /** Publishes that did not reach the broker. */
    public final PlainCounter publishNotSent = new PlainCounter();

    /** Ids of publishes whose outcome is remembered, as far as it was on this loop that they were added and taken away. */
    public final PlainCounter publishesRemembered = new PlainCounter();

    /** Ids of publishes that were forgotten early, since the node remembers as many as it may. */
    public final PlainCounter publishesForgotten = new PlainCounter();

    /** Repeated publishes that were answered with the outcome of the first. */
    public final PlainCounter repeatsAnswered = new PlainCounter();

    /** Repeated publishes that were joined to the first, which was under way. */
    public final PlainCounter repeatsJoined = new PlainCounter();

    /** Requests of clients that were handed over to be published. */
    public final PlainCounter requests = new PlainCounter();

    /** Requests that wait for their answers. */
    public final PlainCounter requestsWaiting = new PlainCounter();

    /** Answers that came in time. */
    public final PlainCounter responses = new PlainCounter();

    /** Answers that nobody waited for: too late, a second time, or to no request. */
    public final PlainCounter responsesIgnored = new PlainCounter();

    /** Links of the loop that are up. */
    public final PlainCounter linksUp = new PlainCounter();

    /** Live messages that the loop's channels keep for clients that come back. */
    public final PlainCounter recoveryMessages = new PlainCounter();

    /** How many bytes those take. */
    public final PlainCounter recoveryBytes = new PlainCounter();

    /** Live messages that were not kept as long as their route says, for want of room. */
    public final PlainCounter recoveryEvicted = new PlainCounter();

    /** Clients that came back to a channel and got all they had missed. */
    public final PlainCounter recovered = new PlainCounter();

    /** Clients that came back to a channel and were told that they missed messages. */
    public final PlainCounter notRecovered = new PlainCounter();

    /** Clients' own broker sessions that the loop's links have open, or are opening. */
    public final PlainCounter durableLinks = new PlainCounter();

    /** Those of them that are paused until their client has caught up. */
    public final PlainCounter durablePaused = new PlainCounter();

    /** Messages kept for durable clients until they acknowledge them. */
    public final PlainCounter unacknowledged = new PlainCounter();

    /** Bytes of payload of those. */
    public final PlainCounter unacknowledgedBytes = new PlainCounter();

    /** Durable messages that the client may not have, or does not want. */
    public final PlainCounter withheld = new PlainCounter();

    /** Durable messages that the broker sent again. */
    public final PlainCounter repeats = new PlainCounter();

    /** Rounds of fetching retained messages. */
    public final PlainCounter fetches = new PlainCounter();

    /** Retained messages that were fetched. */
    public final PlainCounter fetched = new PlainCounter();

    /** MQTT clients that have a broker connection of their own, and were accepted by the broker. */
    public final PlainCounter relayConnections = new PlainCounter();

    /** Messages of those that were passed on to the broker. */
    public final PlainCounter relayedUp = new PlainCounter();

    /** Messages of the broker that were passed on to them. */
    public final PlainCounter relayedDown = new PlainCounter();

    /** Messages of the broker that they do not get. */
    public final PlainCounter relayWithheld = new PlainCounter();
}
