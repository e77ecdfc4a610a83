package io.fairlead.session;

/** Which retained messages a subscription wants. */
public enum RetainedMode {
    /** Replayed at subscription, and live ones marked. */
    ALL,
    /** As {@link #ALL} if the client has no such subscription yet, else as {@link #NEW}. */
    FIRST,
    /** No replay at subscription. */
    NEW,
    /** No retained messages at all. */
    NONE
}
