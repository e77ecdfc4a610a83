package io.fairlead.bridge;

import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Subject;
import io.fairlead.wire.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What nodes tell each other of a revocation, as JSON. */
final class RevocationPayload {

    /** Three names, each character escaped, and the rest. */
    private static final int MOST_BYTES = 32 << 10;

    private RevocationPayload() {}

    static byte[] of(Revocation word, String node) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "user", word.subject().user());
        put(fields, "client", word.subject().client());
        put(fields, "tokenId", word.subject().tokenId());
        fields.put("at", word.at());
        fields.put("until", word.until());
        fields.put("kept", word.kept());
        fields.put("node", node);
        return JsonTree.write(fields).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(Map<String, Object> fields, String key, @Nullable String value) {
        if (value != null) {
            fields.put(key, value);
        }
    }

    /**
     * Reads what came.
     *
     * @param id what its topic calls the subject
     * @throws IllegalArgumentException with a sentence if it is no such thing
     */
    static Revocation read(byte[] payload, String id) {
        if (payload.length > MOST_BYTES) {
            throw new IllegalArgumentException("it has more than " + MOST_BYTES + " bytes");
        }
        if (!(JsonTree.read(new String(payload, StandardCharsets.UTF_8)) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        Subject subject = Subject.of(text(fields, "user"), text(fields, "client"), text(fields, "tokenId"));
        if (!subject.id().equals(id)) {
            throw new IllegalArgumentException("its topic is another subject's");
        }
        return new Revocation(subject, time(fields, "at"), time(fields, "until"), time(fields, "kept"));
    }

    private static @Nullable String text(Map<?, ?> fields, String key) {
        Object value = fields.get(key);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(key + " is no text");
        }
        return (String) value;
    }

    private static Instant time(Map<?, ?> fields, String key) {
        try {
            return Instant.parse(String.valueOf(fields.get(key)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(key + " is no time", e);
        }
    }
}
