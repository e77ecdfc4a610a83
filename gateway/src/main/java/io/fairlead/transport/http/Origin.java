package io.fairlead.transport.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page comes from (RFC 6454, section 6.2). Two that mean the same are equal: letters are small, and a port that goes
 * without saying is not said.
 */
record Origin(String scheme, Authority at) {
    static final String HTTP = "http";
    static final String HTTPS = "https";

    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)");

    /** Null for {@code null}, for a list of origins, and for whatever else is not one origin and nothing more. */
    static @Nullable Origin parse(String text) {
        Matcher form = FORM.matcher(text);
        Authority at = form.matches() ? Authority.parse(form.group(2)) : null;
        return at == null ? null : of(form.group(1).toLowerCase(Locale.ROOT), at);
    }

    static Origin of(String scheme, Authority at) {
        return new Origin(scheme, at.withDefaultPort(defaultPort(scheme)));
    }

    /** Zero, which is no port, for a scheme whose port is not known. */
    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case HTTP -> 80;
            case HTTPS -> 443;
            default -> 0;
        };
    }
}
