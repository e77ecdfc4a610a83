package io.fairlead.identity;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows to say who it is. Its text says what there is and never what it holds.
 *
 * @param token a token; null if it showed none
 * @param userName the user name of an MQTT client; null if it gave none
 * @param password its password, where that is no token; null if it gave none
 * @param client the name it asks for among its user's clients; null if it leaves that to the gateway
 * @param peer what is known of its connection; null where there is none, as on the command line
 */
public record Evidence(
        @Nullable String token,
        @Nullable String userName,
        @Nullable String password,
        @Nullable String client,
        @Nullable Peer peer) {

    /** A token alone, or nothing at all. */
    public static Evidence ofToken(@Nullable String token) {
        return new Evidence(token, null, null, null, null);
    }

    @Override
    public String toString() {
        List<String> shown = Stream.of(
                        token == null ? null : "a token",
                        userName == null ? null : "a user name",
                        password == null ? null : "a password")
                .filter(Objects::nonNull)
                .toList();
        return shown.isEmpty() ? "no credentials" : String.join(", ", shown);
    }
}
