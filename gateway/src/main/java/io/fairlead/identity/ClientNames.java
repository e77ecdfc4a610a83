package io.fairlead.identity;

import org.jspecify.annotations.Nullable;

/**
 * Issues names to clients that bring none, and tells whether an anonymous client that names itself is the one the name was
 * issued to. Thread-safe.
 */
public interface ClientNames {

    /** The longest client name, in bytes of UTF-8. */
    int MAX_BYTES = 64;

    /** A name that nobody has yet. */
    String issue();

    /**
     * By what an anonymous client of this name is told from all others. Those whose names are proved in another way, or not at
     * all, have keys of their own: whoever has a client's key takes its place.
     */
    default String keyOf(String client) {
        return client;
    }

    /** What an anonymous client must show to come back as {@code client}. */
    String secretOf(String client);

    /** Whether {@code secret} is the one that was issued with {@code client}. */
    boolean proves(String client, @Nullable String secret);
}
