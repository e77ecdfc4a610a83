package io.fairlead.session;

/** Which retained messages a subscription wants. */
public enum RetainedMode {
    /** Replayed at subscription, and live ones marked. */
    ALL,
    /** No replay at subscription. */
    NEW,
    /** No retained messages at all. */
    NONE
}
