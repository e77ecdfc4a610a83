package io.fairlead.wire.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fairlead.topic.UserProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the arrays and objects that stand in fields of commands; the frame's reader has seen that they are JSON. */
final class Nested {

    private interface Body<T> {
        /** Reads on from the first token, which is current. */
        T read(JsonParser parser) throws IOException, BadFrame;
    }

    private Nested() {}

    /** An array of strings; empty where there is none. */
    static List<String> strings(Fields fields, Field field) throws BadFrame {
        byte[] json = fields.array(field, "an array of strings");
        return json == null ? List.of() : read(json, parser -> strings(parser, fields.where(field)));
    }

    private static List<String> strings(JsonParser parser, String where) throws IOException, BadFrame {
        List<String> strings = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            strings.add(string(parser, where + "[" + strings.size() + "]"));
        }
        return strings;
    }

    /** An array of objects; empty where there is none. */
    static List<Fields> objects(Fields fields, Field field) throws BadFrame {
        byte[] json = fields.array(field, "an array of objects");
        return json == null ? List.of() : read(json, parser -> objects(json, parser, fields.where(field)));
    }

    private static List<Fields> objects(byte[] json, JsonParser parser, String where) throws IOException, BadFrame {
        List<Fields> objects = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String path = where + "[" + objects.size() + "]";
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw BadFrame.because(path + " must be an object");
            }
            objects.add(new FieldsReader(json, parser).read(path));
        }
        return objects;
    }

    /** The user properties of a publish: an object whose values are strings, or arrays of them for a repeated name. */
    static List<UserProperty> props(Fields fields) throws BadFrame {
        byte[] json = fields.object(Field.PROPS, "an object of strings");
        return json == null ? List.of() : read(json, parser -> props(parser, fields.where(Field.PROPS)));
    }

    private static List<UserProperty> props(JsonParser parser, String where) throws IOException, BadFrame {
        List<UserProperty> props = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = Strings.mqtt(parser.currentName(), "a name in " + where);
            String place = where + "." + Strings.brief(name);
            if (!names.add(name)) {
                throw BadFrame.because(place + " is there twice; several values of one name stand in an array");
            }
            for (String value : values(parser, place)) {
                props.add(new UserProperty(name, Strings.mqtt(value, place)));
            }
        }
        return props;
    }

    private static List<String> values(JsonParser parser, String where) throws IOException, BadFrame {
        return parser.nextToken() == JsonToken.START_ARRAY ? strings(parser, where) : List.of(string(parser, where));
    }

    private static String string(JsonParser parser, String where) throws IOException, BadFrame {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw BadFrame.because(where + " must be a string");
        }
        return Strings.whole(parser.getText(), where);
    }

    private static <T> T read(byte[] json, Body<T> body) throws BadFrame {
        try (JsonParser parser = JsonInput.parser(json)) {
            parser.nextToken();
            return body.read(parser);
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was read once can be read again", impossible);
        }
    }
}
