package io.fairlead.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the known fields of an object of a frame, and cuts {@code data} out of it as it stands. */
final class FieldsReader {

    /** The longest integer, sign included, of which a {@code long} surely holds every one. */
    private static final int SURE_LENGTH = 18;

    private final byte[] source;
    private final JsonParser parser;

    /** @param parser a parser of all of {@code source} */
    FieldsReader(byte[] source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /** Reads the object whose {@code START_OBJECT} is the current token. */
    Fields read(String path) throws IOException {
        Map<Field, @Nullable Object> values = new EnumMap<>(Field.class);
        Field repeated = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Field field = Field.of(parser.currentName());
            JsonToken token = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
                continue;
            }
            repeated = values.containsKey(field) ? field : repeated;
            values.put(field, field == Field.DATA ? slice() : value(token));
        }
        return new Fields(path, values, repeated);
    }

    private @Nullable Object value(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> slice();
        };
    }

    private Object integer() throws IOException {
        return parser.getTextLength() <= SURE_LENGTH
                ? (Object) parser.getLongValue()
                : new Fields.Huge(parser.getText());
    }

    /** The bytes of the current value, exactly as they stand in the frame. */
    private byte[] slice() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        parser.skipChildren();
        int end = (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(source, start, end);
    }
}
