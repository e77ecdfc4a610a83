package io.fairlead.transport.api;

import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers further headers
 */
public record ApiAnswer(int status, String contentType, String body, Map<String, String> headers) {

    private static final String TEXT = "text/plain; charset=utf-8";

    /** Sentences for a person, without a last line break. */
    public static ApiAnswer text(int status, String text) {
        return new ApiAnswer(status, TEXT, text + "\n", Map.of());
    }
}
