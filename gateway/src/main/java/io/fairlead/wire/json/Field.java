package io.fairlead.wire.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that the commands of the protocol know. */
enum Field {
    TYPE("type"),
    ID("id"),
    TOKEN("token"),
    CLIENT("client"),
    INSTANCE("instance"),
    SECRET("secret"),
    ACCEPT("accept"),
    SUBSCRIBE("subscribe"),
    CHANNEL("channel"),
    EPOCH("epoch"),
    POS("pos"),
    ACK("ack"),
    MAX_RATE("maxRate"),
    RETAINED("retained"),
    DATA("data"),
    TEXT("text"),
    BASE64("base64"),
    QOS("qos"),
    RETAIN("retain"),
    EXPIRY("expiry"),
    AGAIN("again"),
    CONTENT_TYPE("contentType"),
    PROPS("props"),
    TIMEOUT_MS("timeoutMs"),
    SEQ("seq");

    private static final Map<String, Field> BY_WORD = new HashMap<>();

    static {
        for (Field field : values()) {
            BY_WORD.put(field.word, field);
        }
    }

    private final String word;

    Field(String word) {
        this.word = word;
    }

    /** The name as it stands in a frame. */
    String word() {
        return word;
    }

    /** The field of this name; null if no command knows it. */
    static @Nullable Field of(String word) {
        return BY_WORD.get(word);
    }
}
