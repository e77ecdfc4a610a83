package io.fairlead.topicmap;

/** How a subscription is served. */
public enum Delivery {
    /** One broker subscription serves every client of the node. */
    LIVE,
    /** A broker session of the client's own, kept while it is away. */
    DURABLE
}
