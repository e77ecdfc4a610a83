package io.fairlead.wire.json;

import io.fairlead.session.CommandId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The known fields of one object of a frame, read before it is known what command it is, since {@code type} may come
 * last. What a field must be is checked only when the command asks for it, so that a field no command of this type
 * knows does no harm.
 */
final class Fields {

    /** An integer of more digits than a {@code long} surely holds. */
    record Huge(String digits) {}

    private final String path;
    private final Map<Field, @Nullable Object> values;
    private final @Nullable Field repeated;

    /**
     * @param path where in the frame the object stands; empty for a frame of one object
     * @param values by field: String, Long, Huge, Double, Boolean, or the bytes of an object, an array or any
     *     {@code data}; null where it is absent or {@code null}
     * @param repeated a field that stood there twice
     */
    Fields(String path, Map<Field, @Nullable Object> values, @Nullable Field repeated) {
        this.path = path;
        this.values = values;
        this.repeated = repeated;
    }

    /** Where in the frame a field stands, for sentences. */
    String where(Field field) {
        return path.isEmpty() ? field.word() : path + "." + field.word();
    }

    boolean has(Field field) {
        return values.get(field) != null;
    }

    /** @throws BadFrame if a field stands there twice: which of them would be meant? */
    void requireUnambiguous() throws BadFrame {
        if (repeated != null) {
            throw BadFrame.because(where(repeated) + " is there twice");
        }
    }

    /** The id to answer under. */
    @Nullable
    CommandId id() throws BadFrame {
        Object value = values.get(Field.ID);
        if (value == null) {
            return null;
        }
        CommandId id = value instanceof String ? new CommandId(text(Field.ID, value), false) : numericId(value);
        if (id.text().getBytes(StandardCharsets.UTF_8).length > CommandId.MAX_BYTES) {
            throw BadFrame.because(where(Field.ID) + " is longer than " + CommandId.MAX_BYTES + " bytes");
        }
        return id;
    }

    private CommandId numericId(Object value) throws BadFrame {
        if (value instanceof Long number) {
            return new CommandId(number.toString(), true);
        }
        if (value instanceof Huge huge) {
            return new CommandId(huge.digits(), true);
        }
        throw wrong(Field.ID, "a string or an integer", value);
    }

    @Nullable
    String string(Field field) throws BadFrame {
        Object value = values.get(field);
        return value == null ? null : text(field, value);
    }

    String requiredString(Field field) throws BadFrame {
        return text(field, required(field, "a string"));
    }

    private String text(Field field, Object value) throws BadFrame {
        if (!(value instanceof String string)) {
            throw wrong(field, "a string", value);
        }
        return Strings.whole(string, where(field));
    }

    /** An integer from 0 to {@code highest}, or {@code absent} where there is none. */
    long integer(Field field, long highest, long absent) throws BadFrame {
        return has(field) ? requiredInteger(field, highest) : absent;
    }

    long requiredInteger(Field field, long highest) throws BadFrame {
        String form = "an integer from 0 to " + highest;
        Object value = required(field, form);
        if (value instanceof Long number && number >= 0 && number <= highest) {
            return number;
        }
        throw wrong(field, form, value);
    }

    /** A number of at least 0, or 0 where there is none. */
    double rate(Field field) throws BadFrame {
        Object value = values.get(field);
        double rate = value == null ? 0 : value instanceof Number number ? number.doubleValue() : -1;
        if (value != null && !(rate >= 0 && Double.isFinite(rate))) {
            throw wrong(field, "a number of at least 0", value);
        }
        return rate;
    }

    /** A boolean, {@code false} where there is none. */
    boolean flag(Field field) throws BadFrame {
        Object value = values.get(field);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(field, "true or false", value);
    }

    /** The bytes of {@code data}, whatever value it is; null where there is none. */
    byte @Nullable [] data() {
        return (byte[]) values.get(Field.DATA);
    }

    /** The bytes of an array; null where there is none. */
    byte @Nullable [] array(Field field, String form) throws BadFrame {
        return json(field, '[', form);
    }

    /** The bytes of an object; null where there is none. */
    byte @Nullable [] object(Field field, String form) throws BadFrame {
        return json(field, '{', form);
    }

    private byte @Nullable [] json(Field field, char start, String form) throws BadFrame {
        Object value = values.get(field);
        if (value == null || (value instanceof byte[] json && json[0] == start)) {
            return (byte[]) value;
        }
        throw wrong(field, form, value);
    }

    private Object required(Field field, String form) throws BadFrame {
        Object value = values.get(field);
        if (value == null) {
            throw BadFrame.because(where(field) + " is missing; it must be " + form);
        }
        return value;
    }

    private BadFrame wrong(Field field, String form, Object value) {
        return BadFrame.because(where(field) + " must be " + form + ", not " + nameOf(value));
    }

    private static String nameOf(Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof byte[] json) {
            return json[0] == '{' ? "an object" : "an array";
        }
        return value instanceof Huge huge ? Strings.brief(huge.digits()) : value.toString();
    }
}
