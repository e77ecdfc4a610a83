package io.fairlead.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client said when it opened its connection, before its first frame.
 *
 * @param token the credential of the Authorization header, the cookie or the query, the first that was there; null if
 *     there was none
 * @param client the client name it asked for; null if it named none
 * @param channels the channels to subscribe to at once, in order
 */
public record Handshake(@Nullable String token, @Nullable String client, List<String> channels) {}
