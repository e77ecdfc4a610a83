package io.fairlead.identity.jwt;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Verifies signed tokens (JWS compact form, RFC 7515) and reads the identity from their claims. Thread-safe. Answers at once on the calling
 * thread wherever the token's key is known; else on a thread of its own, when the issuer's keys were fetched. No sentence it
 * gives holds any part of a token that failed.
 */
public final class JwtAuthenticator implements Authenticator {

    /** The longest token that is read: with all its claims it has to fit into a header of a request, wherever it comes from. */
    public static final int MAX_TOKEN_BYTES = 16_384;

    private final JwtSettings settings;
    private final InstantSource clock;
    private final TokenKeys keys;

    JwtAuthenticator(JwtSettings settings, InstantSource clock, TokenKeys keys) {
        this.settings = settings;
        this.clock = clock;
        this.keys = keys;
    }

    /**
     * Keys that have to be fetched are fetched when the first token needs them, unless {@link #start} comes before.
     *
     * @param clock says what time it is for {@code exp}, {@code nbf} and {@code iat}
     */
    public JwtAuthenticator(JwtSettings settings, InstantSource clock) {
        this(settings, clock, keys(settings.keys()));
    }

    /** Begins to fetch what has to be fetched, and returns at once. */
    public JwtAuthenticator start() {
        keys.start();
        return this;
    }

    private static TokenKeys keys(KeyOrigin origin) {
        return origin instanceof JwksSettings published
                ? new PublishedKeys(published, new TimerThread("fairlead-keys"))
                : new OneKey((JwtKey) origin);
    }

    @Override
    public void authenticate(Evidence shown, Consumer<AuthOutcome> outcome) {
        String token = shown.token();
        if (token == null) {
            outcome.accept(withoutToken());
        } else {
            verify(token, outcome);
        }
    }

    private AuthOutcome withoutToken() {
        return settings.anonymous()
                ? new AuthOutcome.Verified(Identity.ANONYMOUS)
                : new AuthOutcome.Rejected("this gateway lets nobody in without a token; send one in the connect frame,"
                        + " the Authorization header or the access_token query parameter");
    }

    private void verify(String text, Consumer<AuthOutcome> outcome) {
        SignedToken token;
        try {
            token = SignedToken.parse(text);
        } catch (BadToken bad) {
            outcome.accept(new AuthOutcome.Rejected(bad.why()));
            return;
        }
        keys.check(token, finding -> outcome.accept(outcome(token, finding)));
    }

    private AuthOutcome outcome(SignedToken token, Finding finding) {
        if (finding instanceof Finding.Refused refused) {
            return refused.outcome();
        }
        if (finding instanceof Finding.Unknown unknown) {
            return new AuthOutcome.Rejected(unknown.why());
        }
        try {
            return new Claims(token.claims(), settings).check(clock.instant());
        } catch (BadToken bad) {
            return new AuthOutcome.Rejected(bad.why());
        }
    }

    /** Fetches nothing any more. */
    @Override
    public void close() {
        keys.close();
    }
}
