package io.fairlead.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which origins' pages may connect (RFC 6455, section 10.2). A client that says nothing of a page is no browser and may: it
 * could write there whatever it liked. But then no cookie vouches for it: a cookie is what browsers add by themselves, to
 * requests that any page had them make.
 *
 * <p>Where origins are listed, the list alone decides. Where none are, only a page may connect that came from the host that
 * it connects to, and by the same scheme; behind a proxy that rewrites Host, list the origins. The list does not add to that
 * rule but replaces it, since a hostile page can make the two hosts agree (DNS rebinding).
 */
final class OriginPolicy {
    private static final String FETCH_SITE = "sec-fetch-site";

    private final List<OriginPattern> listed;

    OriginPolicy(List<OriginPattern> listed) {
        this.listed = listed;
    }

    /** Who asks. */
    enum Verdict {
        /** A page that may connect, by cookie too. */
        PAGE,
        /** A client that is no page. */
        CLIENT,
        /** A page that may not connect. */
        FOREIGN
    }

    /**
     * Judges who asks.
     *
     * @param host by what name it reached us; null if it does not say
     * @param secure whether it came by TLS for certain; otherwise a proxy in front may have spoken TLS, or not
     */
    Verdict judge(HttpHeaders headers, @Nullable Authority host, boolean secure) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (origins.isEmpty()) {
            return withoutOrigin(headers.getAll(FETCH_SITE), host, secure);
        }
        return origins.size() == 1 && admits(origins.get(0), host, secure) ? Verdict.PAGE : Verdict.FOREIGN;
    }

    /** The listed origin of a request, as it is written; null if it has none, or one that the list does not hold. */
    @Nullable
    String listedOrigin(HttpHeaders headers) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        return origins.size() == 1 && isListed(origins.get(0)) ? origins.get(0) : null;
    }

    /** Whether it makes a difference where a page comes from, beyond being the listener's own. */
    boolean lists() {
        return !listed.isEmpty();
    }

    /** Whether pages of every origin may connect. */
    boolean listsAny() {
        return listed.stream().anyMatch(OriginPattern::isAny);
    }

    private boolean admits(String written, @Nullable Authority host, boolean secure) {
        Origin page = Origin.parse(written);
        return listed.isEmpty() ? page != null && own(host, secure).anyMatch(page::equals) : isListed(written);
    }

    private boolean isListed(String written) {
        Origin page = Origin.parse(written);
        return listsAny() || (page != null && isListed(page));
    }

    private boolean isListed(Origin page) {
        return listed.stream().anyMatch(pattern -> pattern.matches(page));
    }

    /** A page asks its own host for some things without saying so, but browsers do. */
    private Verdict withoutOrigin(List<String> sites, @Nullable Authority host, boolean secure) {
        if (sites.isEmpty() || sites.equals(List.of("none"))) {
            return Verdict.CLIENT;
        }
        boolean own = sites.equals(List.of("same-origin"))
                && (listed.isEmpty() || own(host, secure).anyMatch(this::isListed));
        return own || listsAny() ? Verdict.PAGE : Verdict.FOREIGN;
    }

    private static Stream<Origin> own(@Nullable Authority host, boolean secure) {
        if (host == null) {
            return Stream.empty();
        }
        Origin encrypted = Origin.of(Origin.HTTPS, host);
        return secure ? Stream.of(encrypted) : Stream.of(encrypted, Origin.of(Origin.HTTP, host));
    }
}
