package io.fairlead.transport.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads the head of a request byte by byte, and takes no liberties with it (RFC 9112): lines end in CRLF, one space stands
 * between the parts of the first, none before a colon, nothing is folded, and no control character is anywhere. What two
 * readers could take for two things is refused, so that a proxy in front has read the same requests.
 */
final class HeadScanner {
    private static final int MOST_FIELDS = 100;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String FIRST_LINE = "a request begins with method, address and HTTP/1.1, one space between";

    /** A digit stands for any. */
    private static final String VERSION = "HTTP/0.0";

    private enum Place {
        START,
        BLANK,
        METHOD,
        ADDRESS,
        VERSION,
        LINE_END,
        FIELD,
        NAME,
        VALUE,
        VALUE_END,
        HEAD_END
    }

    private static final Set<Place> FIRST = EnumSet.range(Place.START, Place.LINE_END);

    private final int maxBytes;

    // From the beginning of a head to its end.
    private Place place = Place.START;
    private int lineBytes;
    private int fieldBytes;
    private int fields;
    private int inVersion;
    private int before;

    /** @param maxBytes of the first line, and of all fields together */
    HeadScanner(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether something of a head has come that is not over yet. */
    boolean hasBegun() {
        return lineBytes > 0;
    }

    /** Takes the next byte; whether the head ends with it. */
    boolean endsWith(int octet) throws Refusal {
        count();
        boolean last = place == Place.HEAD_END;
        place = next(octet);
        before = octet;
        if (last) {
            lineBytes = 0;
            fieldBytes = 0;
            fields = 0;
            inVersion = 0;
        }
        return last;
    }

    private void count() throws Refusal {
        boolean line = FIRST.contains(place);
        if (line && ++lineBytes > maxBytes) {
            throw new Refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
        }
        fields += place == Place.FIELD ? 1 : 0;
        if (!line && (++fieldBytes > maxBytes || fields > MOST_FIELDS)) {
            throw new Refusal(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request's header fields are too large");
        }
    }

    private Place next(int octet) throws Refusal {
        return switch (place) {
            case START -> start(octet);
            case BLANK -> lineFeed(octet, Place.START);
            case METHOD -> method(octet);
            case ADDRESS -> address(octet);
            case VERSION -> version(octet);
            case LINE_END, VALUE_END -> lineFeed(octet, Place.FIELD);
            case FIELD -> field(octet);
            case NAME -> name(octet);
            case VALUE -> value(octet);
            case HEAD_END -> lineFeed(octet, Place.START);
        };
    }

    /** An empty line before a request is nothing (RFC 9112, section 2.2). */
    private static Place start(int octet) throws Refusal {
        return octet == '\r' ? Place.BLANK : method(octet);
    }

    private static Place method(int octet) throws Refusal {
        if (octet == ' ') {
            return Place.ADDRESS;
        }
        return isToken(octet) ? Place.METHOD : refuse(FIRST_LINE);
    }

    private Place address(int octet) throws Refusal {
        if (octet == ' ' && before != ' ') {
            return Place.VERSION;
        }
        return octet > ' ' && octet <= '~' ? Place.ADDRESS : refuse(FIRST_LINE);
    }

    private Place version(int octet) throws Refusal {
        if (octet == '\r' && inVersion == VERSION.length()) {
            return Place.LINE_END;
        }
        int wanted = inVersion < VERSION.length() ? VERSION.charAt(inVersion++) : -1;
        boolean digit = wanted == '0' && octet >= '0' && octet <= '9';
        return digit || octet == wanted ? Place.VERSION : refuse(FIRST_LINE);
    }

    private static Place lineFeed(int octet, Place next) throws Refusal {
        return octet == '\n' ? next : refuse("a carriage return stands alone");
    }

    private static Place field(int octet) throws Refusal {
        if (octet == '\r') {
            return Place.HEAD_END;
        }
        if (octet == ' ' || octet == '\t') {
            return refuse("a header field is folded over two lines");
        }
        return isToken(octet) ? Place.NAME : refuse("a header field has no name");
    }

    private static Place name(int octet) throws Refusal {
        if (octet == ':') {
            return Place.VALUE;
        }
        return isToken(octet)
                ? Place.NAME
                : refuse("the name of a header field ends in a colon, without a space before");
    }

    private static Place value(int octet) throws Refusal {
        if (octet == '\r') {
            return Place.VALUE_END;
        }
        boolean control = (octet < ' ' && octet != '\t') || octet == 0x7F;
        return control ? refuse("a header field holds a control character") : Place.VALUE;
    }

    private static Place refuse(String sentence) throws Refusal {
        throw Refusal.bad(sentence);
    }

    /** RFC 9110, section 5.6.2. */
    private static boolean isToken(int octet) {
        boolean letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        return letter || (octet >= '0' && octet <= '9') || TOKEN_MARKS.indexOf(octet) >= 0;
    }
}
