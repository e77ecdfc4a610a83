package io.fairlead.topicmap;

/** What happens to a subscriber of a route that does not keep up. */
public enum SlowPolicy {
    /** Only the latest message of each channel waits for it. */
    LATEST,
    /** The oldest waiting messages are dropped. */
    OLDEST,
    /** It is disconnected with {@code slow_consumer}. */
    DISCONNECT
}
