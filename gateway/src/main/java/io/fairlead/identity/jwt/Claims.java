package io.fairlead.identity.jwt;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims of a token whose signature holds (RFC 7519 section 4): whether they hold now, and who they name. */
final class Claims {

    private final Map<String, Object> claims;
    private final JwtSettings settings;

    Claims(Map<String, Object> claims, JwtSettings settings) {
        this.claims = claims;
        this.settings = settings;
    }

    AuthOutcome check(Instant now) {
        try {
            Instant expires = instant("exp");
            Instant notBefore = instant("nbf");
            if (expires != null && !now.isBefore(expires.plus(settings.skew()))) {
                return new AuthOutcome.Expired("the token expired at " + expires + "; get a fresh one");
            }
            if (notBefore != null && now.isBefore(notBefore.minus(settings.skew()))) {
                return new AuthOutcome.Rejected("the token is not valid before " + notBefore
                        + "; if that is past, the gateway's clock or the issuer's is wrong");
            }
            return checkParties(expires);
        } catch (DateTimeException | ArithmeticException | ClassCastException e) {
            return new AuthOutcome.Rejected("the token's exp or nbf is not a time in seconds since 1970");
        }
    }

    private AuthOutcome checkParties(@Nullable Instant expires) {
        if (settings.issuer() != null && !settings.issuer().equals(claims.get("iss"))) {
            return new AuthOutcome.Rejected("the token's iss is not " + settings.issuer());
        }
        if (settings.audience() != null && !names("aud", settings.audience())) {
            return new AuthOutcome.Rejected("the token's aud does not name " + settings.audience());
        }
        if (!(claims.get(settings.userClaim()) instanceof String user) || user.isEmpty()) {
            return new AuthOutcome.Rejected(
                    "the token has no " + settings.userClaim() + " claim that is a name, so it says nobody's");
        }
        String tokenId = claims.get("jti") instanceof String id ? id : null;
        return new AuthOutcome.Verified(new Identity(
                user, roles(), present(), expires, expires == null ? null : expires.plus(settings.skew()), tokenId));
    }

    private @Nullable Instant instant(String claim) {
        Number seconds = (Number) claims.get(claim);
        return seconds == null ? null : Instant.ofEpochSecond(seconds.longValue());
    }

    private boolean names(String claim, String wanted) {
        Object value = claims.get(claim);
        return wanted.equals(value) || (value instanceof Collection<?> values && values.contains(wanted));
    }

    private Set<String> roles() {
        Object value = claims.get(settings.rolesClaim());
        Set<String> roles = new LinkedHashSet<>();
        if (value instanceof String text) {
            roles.addAll(Arrays.asList(text.strip().split("\\s+")));
        } else if (value instanceof Collection<?> values) {
            values.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .forEach(roles::add);
        }
        roles.remove("");
        return Collections.unmodifiableSet(roles);
    }

    /** A claim that is null says no more than one that is absent. */
    private Map<String, Object> present() {
        Map<String, Object> present = new LinkedHashMap<>(claims);
        present.values().removeIf(Objects::isNull);
        return Collections.unmodifiableMap(present);
    }
}
