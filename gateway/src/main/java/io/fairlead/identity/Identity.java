package io.fairlead.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a client was verified to be.
 *
 * @param user the user's name; null for an anonymous client
 * @param roles the roles the token grants
 * @param claims every claim of the token: strings, numbers, booleans, lists and maps of these
 * @param expires when the token ends, as clients are told; null if it does not
 * @param ends when it is over for the gateway too: not before {@code expires}, and later where clocks may differ; null if never
 * @param tokenId the token's own id ({@code jti}); null if it has none
 */
public record Identity(
        @Nullable String user,
        Set<String> roles,
        Map<String, Object> claims,
        @Nullable Instant expires,
        @Nullable Instant ends,
        @Nullable String tokenId) {

    /** Somebody whose stay ends when the credentials do. */
    public Identity(
            @Nullable String user,
            Set<String> roles,
            Map<String, Object> claims,
            @Nullable Instant expires,
            @Nullable String tokenId) {
        this(user, roles, claims, expires, expires, tokenId);
    }

    /** Somebody who showed no credentials, where that is allowed. */
    public static final Identity ANONYMOUS = new Identity(null, Set.of(), Map.of(), null, null);

    /** Whether the client showed credentials that hold. */
    public boolean isAuthenticated() {
        return user != null;
    }
}
