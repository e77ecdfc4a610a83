package io.fairlead.admin;

import io.fairlead.transport.api.ApiAnswer;
import io.fairlead.transport.api.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for more than the node's health. With a token, who shows it. Without one the listener is on a loopback address, and
 * everything on the machine may; but no page in a browser there: neither one that calls across origins, nor one whose host name
 * was made to resolve to the loopback address.
 */
final class Access {

    private static final String SCHEME = "bearer ";
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)])(:[0-9]{1,5})?");

    private final byte @Nullable [] token;

    /** @param token null where none is asked for */
    Access(@Nullable String token) {
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Why a request is not let in, as the answer to it; null if it is. */
    @Nullable
    ApiAnswer objection(ApiRequest request) {
        if (isOfForeignPage(request)) {
            return Answers.failed(403, "forbidden", "client", "pages of other origins may not call this listener");
        }
        if (token != null) {
            return shows(request, token) ? null : unauthorized(request);
        }
        return request.header("host")
                        .filter(host -> LOOPBACK.matcher(host).matches())
                        .isPresent()
                ? null
                : Answers.failed(
                        403,
                        "forbidden",
                        "client",
                        "without a token this listener answers to loopback names only: call it as 127.0.0.1, or configure"
                                + " listeners.admin.tokenFile");
    }

    private static ApiAnswer unauthorized(ApiRequest request) {
        String why = request.has("authorization")
                ? "that is not the token of this listener (listeners.admin.token)"
                : "this listener wants its token: Authorization: Bearer, with the value of listeners.admin.token";
        return Answers.failed(
                401, "unauthenticated", "client", why, Map.of("www-authenticate", "Bearer realm=\"fairlead admin\""));
    }

    /** In a time that does not tell how much of it is right. */
    private static boolean shows(ApiRequest request, byte[] token) {
        Optional<String> shown = request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
        return shown.isPresent()
                && MessageDigest.isEqual(hash(token), hash(shown.get().getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hash(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Whether a browser sends it for a page that does not come from this listener (Fetch metadata; RFC 6454). */
    private static boolean isOfForeignPage(ApiRequest request) {
        if (request.has("sec-fetch-site")
                && request.header("sec-fetch-site")
                        .filter(site -> site.equals("same-origin") || site.equals("none"))
                        .isEmpty()) {
            return true;
        }
        String host = request.header("host").orElse("");
        return request.has("origin")
                && request.header("origin")
                        .filter(origin -> origin.equals("http://" + host) || origin.equals("https://" + host))
                        .isEmpty();
    }
}
