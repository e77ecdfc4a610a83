package io.fairlead.identity;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The authenticator of a gateway that knows no tokens: everybody is anonymous. Thread-safe; answers at once. */
public final class AnonymousAuthenticator implements Authenticator {

    @Override
    public void authenticate(@Nullable String token, Consumer<AuthOutcome> outcome) {
        outcome.accept(
                token == null
                        ? new AuthOutcome.Verified(Identity.ANONYMOUS)
                        : new AuthOutcome.Rejected(
                                "this gateway checks no tokens (auth.jwt is not configured); connect without one"));
    }
}
