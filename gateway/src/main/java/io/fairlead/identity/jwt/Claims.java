package io.fairlead.identity.jwt;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Identity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims of a token whose signature holds (RFC 7519 section 4): whether they hold now, and who they name. */
final class Claims {

    /** The end of the year 9999, in seconds since 1970. What is past it is in milliseconds, or nonsense. */
    private static final double LAST_SECOND = 253_402_300_799d;

    private final Map<String, @Nullable Object> claims;
    private final JwtSettings settings;

    Claims(Map<String, @Nullable Object> claims, JwtSettings settings) {
        this.claims = claims;
        this.settings = settings;
    }

    /** Throws {@link BadToken} if they do not hold, for another reason than that they have ended. */
    AuthOutcome check(Instant now) throws BadToken {
        Instant expires = instant("exp");
        Instant ends = expires == null ? null : expires.plus(settings.skew());
        if (ends != null && !now.isBefore(ends)) {
            return new AuthOutcome.Expired("the token expired at " + expires + "; get a fresh one");
        }
        requirePast("nbf", "is not valid before", now);
        requirePast("iat", "was issued at", now);
        requireParties();
        if (!(settings.userClaim().in(claims) instanceof String user) || user.isEmpty()) {
            throw new BadToken(
                    "the token has no " + settings.userClaim() + " claim that is a name, so it says nobody's");
        }
        String tokenId = claims.get("jti") instanceof String id ? id : null;
        return new AuthOutcome.Verified(new Identity(user, roles(), present(), expires, ends, tokenId));
    }

    private void requirePast(String claim, String words, Instant now) throws BadToken {
        Instant from = instant(claim);
        if (from != null && now.isBefore(from.minus(settings.skew()))) {
            throw new BadToken("the token " + words + " " + from
                    + "; if that is past, the gateway's clock or the issuer's is wrong");
        }
    }

    private void requireParties() throws BadToken {
        if (!settings.issuers().isEmpty()
                && !(claims.get("iss") instanceof String issuer
                        && settings.issuers().contains(issuer))) {
            throw new BadToken("the token's iss is not " + oneOf(settings.issuers()));
        }
        if (!settings.audiences().isEmpty() && settings.audiences().stream().noneMatch(this::isFor)) {
            throw new BadToken("the token's aud does not name " + oneOf(settings.audiences()));
        }
    }

    private static String oneOf(List<String> names) {
        return String.join(" or ", names);
    }

    private boolean isFor(String audience) {
        Object value = claims.get("aud");
        return audience.equals(value) || (value instanceof Collection<?> values && values.contains(audience));
    }

    /** RFC 7519 section 2 allows fractions of a second. A time that is there and none is a mistake, and never no time at all. */
    private @Nullable Instant instant(String claim) throws BadToken {
        if (!claims.containsKey(claim)) {
            return null;
        }
        if (claims.get(claim) instanceof Number seconds
                && seconds.doubleValue() >= 0
                && seconds.doubleValue() <= LAST_SECOND) {
            return seconds instanceof Long whole
                    ? Instant.ofEpochSecond(whole)
                    : Instant.ofEpochMilli((long) (seconds.doubleValue() * 1_000));
        }
        throw new BadToken("the token's " + claim + " is not a time in seconds since 1970");
    }

    private Set<String> roles() {
        Object value = settings.rolesClaim().in(claims);
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
        Map<String, Object> present = new LinkedHashMap<>();
        claims.forEach((name, value) -> {
            if (value != null) {
                present.put(name, Objects.requireNonNull(value));
            }
        });
        return Collections.unmodifiableMap(present);
    }
}
