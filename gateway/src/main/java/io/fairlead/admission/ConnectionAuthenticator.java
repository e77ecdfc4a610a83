package io.fairlead.admission;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.Evidence;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers the one first question of a session by what its client showed, and checks fresh tokens then. For one thread. */
final class ConnectionAuthenticator implements Authenticator {

    private final Admission admission;
    private @Nullable Credentials shown;

    ConnectionAuthenticator(Admission admission, Credentials shown) {
        this.admission = admission;
        this.shown = shown;
    }

    @Override
    public void authenticate(Evidence asked, Consumer<AuthOutcome> outcome) {
        Credentials first = shown;
        shown = null;
        if (first == null) {
            admission.renew(asked, outcome);
        } else {
            admission.judge(first, outcome);
        }
    }
}
