package io.fairlead.wire.json;

import io.fairlead.session.Payload;
import io.fairlead.topicmap.PayloadForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads what a command wants published: {@code data}, {@code text} or {@code base64}, exactly one of them. */
final class PayloadReader {

    private PayloadReader() {}

    static Payload payload(Fields fields) throws BadFrame {
        byte[] data = fields.data();
        boolean text = fields.has(Field.TEXT);
        boolean base64 = fields.has(Field.BASE64);
        int forms = (data == null ? 0 : 1) + (text ? 1 : 0) + (base64 ? 1 : 0);
        if (forms != 1) {
            throw BadFrame.because(
                    "one of " + fields.where(Field.DATA) + ", text and base64 must be there, and only one; "
                            + (forms == 0 ? "none is" : "there are several"));
        }
        if (data != null) {
            return new Payload(PayloadForm.JSON, data);
        }
        return text ? text(fields) : base64(fields);
    }

    private static Payload text(Fields fields) throws BadFrame {
        return new Payload(PayloadForm.TEXT, fields.requiredString(Field.TEXT).getBytes(StandardCharsets.UTF_8));
    }

    private static Payload base64(Fields fields) throws BadFrame {
        String encoded = fields.requiredString(Field.BASE64);
        try {
            return new Payload(PayloadForm.BINARY, Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException notBase64) {
            throw BadFrame.because(fields.where(Field.BASE64)
                    + " must be base64 with + and /, without line breaks (RFC 4648, section 4)");
        }
    }
}
