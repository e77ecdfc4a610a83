package io.fairlead.transport.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the web listener from a page, and what pages are told.
 *
 * @param origins the origins whose pages may connect, exact or with {@code *.} before the name; empty for those of the host they connect to
 * @param hosts the names by which the listener may be reached, exact or with {@code *.} before them; empty for any
 * @param cookie the cookie that may hold a client's token; null if none does
 * @param hstsSeconds for how long browsers are to come back by TLS only, told over TLS; 0 to say nothing of it
 */
public record WebRules(
        List<String> origins, List<String> hosts, @Nullable String cookie, long hstsSeconds) {

    /** A year. */
    public static final long DEFAULT_HSTS_SECONDS = 31_536_000;

    /** Pages of the host that they connect to, whatever it is called; no cookie. */
    public static final WebRules DEFAULT = new WebRules(List.of(), List.of(), null, DEFAULT_HSTS_SECONDS);

    private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException if an entry is none
     */
    public WebRules {
        origins = List.copyOf(origins);
        hosts = List.copyOf(hosts);
        origins.forEach(WebRules::checkOrigin);
        hosts.forEach(WebRules::checkHost);
        if (cookie != null && !isCookieName(cookie)) {
            throw new IllegalArgumentException("'" + cookie + "' is no name of a cookie");
        }
    }

    /**
     * Checks an entry of {@code web.origins}.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static void checkOrigin(String text) {
        OriginPattern.of(text);
    }

    /**
     * Checks an entry of {@code web.hosts}.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static void checkHost(String text) {
        HostPattern.of(text);
    }

    /** Whether a cookie may be called that (RFC 6265, section 4.1.1). */
    public static boolean isCookieName(String name) {
        return COOKIE_NAME.matcher(name).matches();
    }

    /** The same for pages of these origins. */
    public WebRules withOrigins(List<String> others) {
        return new WebRules(others, hosts, cookie, hstsSeconds);
    }

    /** The same under these names. */
    public WebRules withHosts(List<String> others) {
        return new WebRules(origins, others, cookie, hstsSeconds);
    }

    /** The same with another cookie. */
    public WebRules withCookie(@Nullable String other) {
        return new WebRules(origins, hosts, other, hstsSeconds);
    }

    List<OriginPattern> originPatterns() {
        return origins.stream().map(OriginPattern::of).toList();
    }

    List<HostPattern> hostPatterns() {
        return hosts.stream().map(HostPattern::of).toList();
    }
}
