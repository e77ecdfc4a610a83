package io.fairlead.transport.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which origins' pages may connect (RFC 6455, section 10.2). A client without an Origin is no browser and may: it could
 * write there whatever it liked.
 *
 * <p>Where origins are listed, the list alone decides: {@code https://app.example.org} is that origin, {@code
 * https://*.example.org} any below it but not itself, {@code *} every one. Where none are, only a page that came from the
 * same host and port as it connects to may; behind a proxy that rewrites Host, list the origins. The list does not add to
 * that rule but replaces it, since a hostile page can make the two hosts agree (DNS rebinding).
 */
final class OriginPolicy {
    private static final String ANY_SUBDOMAIN = "://*.";

    private final List<String> allowed;

    OriginPolicy(List<String> allowed) {
        this.allowed = allowed.stream().map(OriginPolicy::lower).toList();
    }

    /**
     * Whether a page may connect.
     *
     * @param origin the Origin header; null if there was none
     * @param host the Host header
     * @param secure whether the request came by our own TLS; a page that did not is then of another origin, for anybody may
     *     have written it on its way. Without, TLS may end at a proxy, and the page's scheme says nothing
     */
    boolean allows(@Nullable String origin, @Nullable String host, boolean secure) {
        if (origin == null) {
            return true;
        }
        String page = lower(origin);
        return allowed.isEmpty()
                ? isSameHost(page, host) && (!secure || page.startsWith("https://"))
                : allowed.stream().anyMatch(pattern -> matches(pattern, page));
    }

    private static boolean isSameHost(String page, @Nullable String host) {
        int scheme = page.indexOf("://");
        return host != null && scheme > 0 && page.substring(scheme + 3).equals(lower(host));
    }

    private static boolean matches(String pattern, String page) {
        int star = pattern.indexOf(ANY_SUBDOMAIN);
        if (star < 0) {
            return pattern.equals("*") || pattern.equals(page);
        }
        String scheme = pattern.substring(0, star + 3);
        String parent = pattern.substring(star + 4);
        return page.startsWith(scheme)
                && page.endsWith(parent)
                && page.length() > scheme.length() + parent.length()
                && page.indexOf('/', scheme.length()) < 0;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
