package io.fairlead.wire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * Opens Jackson's parser on bytes, as strict as the parsers of browsers and with bounds of Fairlead's own. Only nesting
 * and names are bounded: what else a text holds is bounded by its size. Names are, because the parser keeps those it
 * has seen, for all connections together.
 */
final class JsonInput {

    /** The deepest nesting that is read. */
    static final int MAX_NESTING = 128;

    /** The longest name of a field that is read, in characters. */
    static final int MAX_NAME = 1_024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonInput() {}

    /** A parser of bytes that {@link #isUtf8Json} did not refuse. */
    static JsonParser parser(byte[] utf8) throws IOException {
        return FACTORY.createParser(utf8);
    }

    /**
     * Whether the bytes are UTF-8 and bear no sign of anything else: the parser would take a byte order mark, and guess
     * at UTF-16 and UTF-32 by zero bytes, and browsers do neither.
     */
    static boolean isUtf8Json(byte[] bytes) {
        boolean byteOrderMark =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return !byteOrderMark && !zeroAtStart(bytes) && Utf8.isValid(bytes);
    }

    private static boolean zeroAtStart(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes are one JSON value that every browser's {@code JSON.parse} reads. */
    static boolean isReadable(byte[] bytes) {
        if (!startsLikeJson(bytes) || !isUtf8Json(bytes)) {
            return false;
        }
        try (JsonParser parser = parser(bytes)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    /** Spares most of what is not JSON the price of an exception. */
    private static boolean startsLikeJson(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < bytes.length && "{[\"-0123456789tfn".indexOf(bytes[at]) >= 0;
    }
}
