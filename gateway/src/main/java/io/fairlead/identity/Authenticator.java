package io.fairlead.identity;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out who a client is. */
public interface Authenticator {

    /**
     * Checks a token. May answer at once on the calling thread or later on another one; never blocks, never throws for
     * a bad token.
     *
     * @param token the credential the client showed; null if it showed none
     */
    void authenticate(@Nullable String token, Consumer<AuthOutcome> outcome);
}
