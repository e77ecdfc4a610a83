package io.fairlead.transport.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for. A path is spelt in one way only: nothing is decoded, and what could be spelt more simply is
 * refused, so that whoever matched the path before us, or matches it behind, saw the same one.
 *
 * @param path begins with a slash
 * @param query what stands behind the question mark; empty if there is none
 */
record RequestTarget(String path, String query) {
    private static final String PATH_MARKS = "/-._~!$&'()*+,;=:@";

    /**
     * Reads the address of a request line.
     *
     * @param host the Host header; null if there is none
     */
    static RequestTarget parse(String address, @Nullable Authority host) throws Refusal {
        int mark = address.indexOf('?');
        String before = mark < 0 ? address : address.substring(0, mark);
        String query = mark < 0 ? "" : address.substring(mark + 1);
        String path = before.startsWith("/") ? before : ofAbsolute(before, host);
        checkCharacters(path);
        checkSegments(path);
        return new RequestTarget(path, query);
    }

    /** Proxies are asked with the whole address (RFC 9112, section 3.2.2); it is not to say anything else than Host. */
    private static String ofAbsolute(String address, @Nullable Authority host) throws Refusal {
        int scheme = address.indexOf("://");
        int slash = scheme < 0 ? -1 : address.indexOf('/', scheme + 3);
        String origin = slash < 0 ? address : address.substring(0, slash);
        Origin asked = Origin.parse(origin);
        if (asked == null || !asked.scheme().startsWith(Origin.HTTP)) {
            throw Refusal.bad("the address of a request begins with a slash");
        }
        if (host == null || !asked.equals(Origin.of(asked.scheme(), host))) {
            throw Refusal.bad("the request names one host in its address and another in Host");
        }
        return slash < 0 ? "/" : address.substring(slash);
    }

    private static void checkCharacters(String path) throws Refusal {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                checkEscape(path, i);
                i += 2;
            } else if (!isAlphanumeric(c) && PATH_MARKS.indexOf(c) < 0) {
                throw Refusal.bad("the address has a character that must be percent-encoded");
            }
        }
    }

    private static void checkEscape(String path, int at) throws Refusal {
        int high = at + 1 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
        int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw Refusal.bad("the address has a broken percent escape");
        }
        int octet = high << 4 | low;
        boolean spelt = octet < 0x80 && (isAlphanumeric((char) octet) || PATH_MARKS.indexOf(octet) >= 0);
        if (spelt || octet < ' ' || octet == 0x7F || octet == '\\' || octet == '%') {
            throw Refusal.bad("the address has a percent escape where none belongs");
        }
    }

    private static void checkSegments(String path) throws Refusal {
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String name = segments[i];
            boolean empty = name.isEmpty() && i < segments.length - 1;
            if (empty || name.equals(".") || name.equals("..")) {
                throw Refusal.bad("the path has empty segments or dots for segments");
            }
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
