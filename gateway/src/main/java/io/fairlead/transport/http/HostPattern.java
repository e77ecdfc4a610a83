package io.fairlead.transport.http;

import java.net.IDN;
import java.nio.charset.StandardCharsets;

/**
 * An entry of {@code web.hosts}: {@code gw.example.org} is that name at any port, {@code *.example.org} every one below it
 * but not itself.
 *
 * @param host without the {@code *.} before it
 */
record HostPattern(boolean subdomains, String host) {
    private static final String SUBDOMAINS = "*.";

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static HostPattern of(String text) {
        boolean below = text.startsWith(SUBDOMAINS);
        String named = below ? text.substring(SUBDOMAINS.length()) : text;
        checkAscii(named);
        Authority at = Authority.parse(named);
        if (at == null || at.port() != Authority.NO_PORT) {
            throw new IllegalArgumentException(
                    "it is no name of a host alone, such as gw.example.org or *.example.org");
        }
        if (below) {
            checkParent(at.host());
        }
        return new HostPattern(below, at.host());
    }

    /** Browsers send names as IDNA has them; how a name comes out is not to be guessed at. */
    static void checkAscii(String name) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("write the name as browsers send it: " + idna(name));
        }
    }

    private static String idna(String name) {
        try {
            return IDN.toASCII(name);
        } catch (IllegalArgumentException none) {
            return "in IDNA form, with xn--";
        }
    }

    /** Everybody may have a name below a single level, or thinks to: {@code *.com}. An address has no names below it. */
    static void checkParent(String parent) {
        boolean address = parent.startsWith("[") || parent.matches("[0-9.]+");
        if (address || (parent.indexOf('.') < 0 && !parent.equals("localhost"))) {
            throw new IllegalArgumentException("a * stands before a name of two levels at least: *.example.org");
        }
    }

    boolean matches(Authority asked) {
        return subdomains ? asked.host().endsWith("." + host) : asked.host().equals(host);
    }
}
