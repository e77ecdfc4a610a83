package io.fairlead.identity;

import java.util.function.Consumer;

/** Finds out who a client is. */
public interface Authenticator extends AutoCloseable {

    /**
     * Checks what a client shows. May answer at once on the calling thread or later on another one; never blocks, never throws for
     * a bad token.
     */
    void authenticate(Evidence shown, Consumer<AuthOutcome> outcome);

    /** Ends what it does in the background. Who asks afterwards may get no answer. */
    @Override
    default void close() {}
}
