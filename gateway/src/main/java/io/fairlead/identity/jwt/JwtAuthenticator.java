package io.fairlead.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Verifies signed tokens (JWS compact form, RFC 7515) on the calling thread and reads the identity from their claims.
 * Thread-safe; answers at once. No sentence it gives holds any part of a token that failed.
 */
public final class JwtAuthenticator implements Authenticator {

    private final JwtSettings settings;
    private final InstantSource clock;

    /** {@code clock} says what time it is for {@code exp} and {@code nbf}. */
    public JwtAuthenticator(JwtSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void authenticate(Evidence shown, Consumer<AuthOutcome> outcome) {
        String token = shown.token();
        outcome.accept(token == null ? withoutToken() : verify(token));
    }

    private AuthOutcome withoutToken() {
        return settings.anonymous()
                ? new AuthOutcome.Verified(Identity.ANONYMOUS)
                : new AuthOutcome.Rejected("this gateway lets nobody in without a token; send one in the connect frame,"
                        + " the Authorization header or the access_token query parameter");
    }

    private AuthOutcome verify(String token) {
        try {
            JWSObject signed = JWSObject.parse(token);
            JWSAlgorithm algorithm = signed.getHeader().getAlgorithm();
            if (!settings.key().takes(algorithm)) {
                return new AuthOutcome.Rejected("the token is signed with " + nameOf(algorithm)
                        + ", and this gateway's key takes " + settings.key().algorithms() + " only");
            }
            if (!signed.verify(settings.key().verifier())) {
                return new AuthOutcome.Rejected("the token's signature does not hold with this gateway's key;"
                        + " it was signed with another key, or changed since");
            }
            return claimsOf(signed);
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return new AuthOutcome.Rejected(
                    "the token is no signed JWT (three base64url parts with dots between; alg \"none\" is not taken)");
        } catch (JOSEException e) {
            return new AuthOutcome.Rejected("the token's signature could not be checked; its header is at fault");
        }
    }

    private AuthOutcome claimsOf(JWSObject signed) {
        Map<String, Object> claims = signed.getPayload().toJSONObject();
        if (claims == null) {
            return new AuthOutcome.Rejected("the token's payload is not a JSON object");
        }
        return new Claims(claims, settings).check(clock.instant());
    }

    /** The name of an algorithm that the standards know; anything else is the sender's own text and stays unsaid. */
    private static String nameOf(JWSAlgorithm algorithm) {
        boolean known =
                JWSAlgorithm.Family.SIGNATURE.contains(algorithm) || JWSAlgorithm.Family.HMAC_SHA.contains(algorithm);
        return known ? algorithm.getName() : "an algorithm of another name";
    }
}
