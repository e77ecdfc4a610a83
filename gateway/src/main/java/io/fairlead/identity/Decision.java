package io.fairlead.identity;

import java.util.Locale;

/** What somebody beside the gateway's own files may decide. */
public enum Decision {
    /** Who a client is, and whether it is let in. */
    CONNECT,
    /** Whether a client may receive what the topic map grants it. */
    SUBSCRIBE,
    /** Whether a client may publish what the topic map grants it. */
    PUBLISH;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** How it is written in files and questions. */
    public String word() {
        return word;
    }
}
