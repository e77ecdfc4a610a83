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

    /** What an anonymous client must show to come back as {@code client}. */
    String secretOf(String client);

    /** Whether {@code secret} is the one that was issued with {@code client}. */
    boolean proves(String client, @Nullable String secret);
}
