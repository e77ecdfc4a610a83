package io.fairlead.transport.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request.
 *
 * @param path as it was sent, without the query
 * @param headers by their names in lower case
 * @param body empty if there is none
 * @param from the address it comes from, without the port
 */
public record ApiRequest(String method, String path, Map<String, List<String>> headers, byte[] body, String from) {

    /** A header that was sent once; empty if it was not sent, or more than once. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** Whether a header was sent, however often. */
    public boolean has(String name) {
        return headers.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Leaves headers and body out: there are secrets among them. */
    @Override
    public String toString() {
        return method + " " + path + " from " + from;
    }
}
