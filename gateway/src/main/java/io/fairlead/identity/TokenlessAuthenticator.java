package io.fairlead.identity;

import java.util.function.Consumer;

/** The authenticator of a gateway that checks no tokens. Thread-safe; answers at once. */
public final class TokenlessAuthenticator implements Authenticator {

    private final boolean anonymous;

    /** @param anonymous whether clients are let in that show nothing */
    public TokenlessAuthenticator(boolean anonymous) {
        this.anonymous = anonymous;
    }

    @Override
    public void authenticate(Evidence shown, Consumer<AuthOutcome> outcome) {
        outcome.accept(shown.token() == null ? withoutToken() : new AuthOutcome.Rejected(refusal()));
    }

    private AuthOutcome withoutToken() {
        return anonymous
                ? new AuthOutcome.Verified(Identity.ANONYMOUS)
                : new AuthOutcome.Rejected("this gateway checks no tokens and lets nobody in without credentials;"
                        + " only MQTT clients have others");
    }

    private String refusal() {
        return "this gateway checks no tokens (auth.jwt is not configured)"
                + (anonymous ? "; connect without one" : "");
    }
}
