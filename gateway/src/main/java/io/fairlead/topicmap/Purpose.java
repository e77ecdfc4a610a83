package io.fairlead.topicmap;

/** What a client wants of a channel. */
public enum Purpose {
    SUBSCRIBE,
    PUBLISH
}
