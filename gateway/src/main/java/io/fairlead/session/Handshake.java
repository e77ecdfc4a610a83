package io.fairlead.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client said of itself before its first frame (protocol, section 1).
 *
 * @param token the credential of header, cookie or query, in this order; null if it showed none
 * @param client the client's name from the query; null if it gave none
 * @param channels the channels to subscribe to at once; if there are any, the session opens without a command
 */
public record Handshake(@Nullable String token, @Nullable String client, List<String> channels) {

    /** A handshake that says nothing. */
    public static final Handshake EMPTY = new Handshake(null, null, List.of());
}
