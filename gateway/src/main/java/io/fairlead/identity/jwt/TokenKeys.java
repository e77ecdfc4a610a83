package io.fairlead.identity.jwt;

import java.util.function.Consumer;

/** The keys that tokens are verified with. Thread-safe. */
interface TokenKeys extends AutoCloseable {

    /** Begins to fetch what has to be fetched, and returns at once. */
    default void start() {}

    /** Finds out whether a token's signature holds: at once on the calling thread, or later on another one. Never blocks. */
    void check(SignedToken token, Consumer<Finding> finding);

    @Override
    default void close() {}
}
