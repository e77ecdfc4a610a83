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

    /** A parser of UTF-8 that does not {@link #bearsOtherEncoding bear} the signs of anything else. */
    static JsonParser parser(byte[] utf8) throws IOException {
        return FACTORY.createParser(utf8);
    }

    /**
     * Whether the parser would see more in the first bytes than browsers do: it passes over a byte order mark, and takes
     * zero bytes for UTF-16 or UTF-32.
     */
    static boolean bearsOtherEncoding(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    /** Whether the bytes are one JSON value that every browser's {@code JSON.parse} reads. */
    static boolean isReadable(byte[] bytes) {
        if (!startsLikeJson(bytes) || bearsOtherEncoding(bytes) || !Utf8.isValid(bytes)) {
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
