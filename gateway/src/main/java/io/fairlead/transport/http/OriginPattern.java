package io.fairlead.transport.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code web.origins}: {@code https://app.example.org} is that origin, {@code https://*.example.org} every one
 * below it with that scheme and port, but not itself, {@code *} every one there is.
 *
 * @param origin without the {@code *.} before its host; null for every origin
 */
record OriginPattern(boolean subdomains, @Nullable Origin origin) {
    /** Every origin. */
    static final String ANY = "*";

    private static final String SUBDOMAINS = "*.";
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)");

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static OriginPattern of(String text) {
        if (text.equals(ANY)) {
            return new OriginPattern(false, null);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "an origin is a scheme, a host and perhaps a port: https://app.example.org");
        }
        if (!form.group(3).isEmpty()) {
            throw new IllegalArgumentException(
                    "an origin ends behind host and port: leave '" + form.group(3) + "' away");
        }
        return of(form.group(1), form.group(2));
    }

    private static OriginPattern of(String scheme, String host) {
        boolean below = host.startsWith(SUBDOMAINS);
        String named = below ? host.substring(SUBDOMAINS.length()) : host;
        HostPattern.checkAscii(named);
        Origin origin = Origin.parse(scheme + "://" + named);
        if (origin == null) {
            throw new IllegalArgumentException(
                    host.indexOf('*') < 0
                            ? "'" + host + "' is no host, nor one with a port"
                            : "a * stands for whole levels in front of a name: https://*.example.org");
        }
        if (below) {
            HostPattern.checkParent(origin.at().host());
        }
        return new OriginPattern(below, origin);
    }

    /** Whether it is every origin there is. */
    boolean isAny() {
        return origin == null;
    }

    boolean matches(Origin page) {
        if (origin == null) {
            return true;
        }
        if (!subdomains) {
            return origin.equals(page);
        }
        return origin.scheme().equals(page.scheme())
                && origin.at().port() == page.at().port()
                && page.at().host().endsWith("." + origin.at().host());
    }
}
