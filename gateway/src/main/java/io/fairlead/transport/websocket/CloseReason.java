package io.fairlead.transport.websocket;

import java.nio.charset.StandardCharsets;

/**
 * The JSON that a close frame carries as its reason: {@code {"code":"taken_over","leg":"client"}}, with {@code
 * retryAfterMs} and {@code why} where they fit. A control frame holds 125 bytes, two of them for the code (RFC 6455,
 * section 5.5); what does not fit is left out whole, so that the rest still parses.
 */
final class CloseReason {
    /** The most bytes a reason may have. */
    static final int MAX_BYTES = 123;

    private CloseReason() {}

    static byte[] encode(Closing closing) {
        String fields = field("code", quoted(closing.code()));
        fields = with(fields, field("leg", quoted(closing.leg().word())));
        if (closing.retryAfterMillis() >= 0) {
            fields = with(fields, field("retryAfterMs", Long.toString(closing.retryAfterMillis())));
        }
        fields = with(fields, field("why", quoted(closing.why())));
        return utf8("{" + fields + "}");
    }

    private static String with(String fields, String more) {
        String both = fields + "," + more;
        return utf8(both).length + 2 <= MAX_BYTES ? both : fields;
    }

    private static String field(String name, String value) {
        return quoted(name) + ":" + value;
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(c -> appendEscaped(json, (char) c));
        return json.append('"').toString();
    }

    private static void appendEscaped(StringBuilder json, char c) {
        if (c == '"' || c == '\\') {
            json.append('\\').append(c);
        } else if (c < 0x20) {
            json.append(String.format("\\u%04x", (int) c));
        } else {
            json.append(c);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
