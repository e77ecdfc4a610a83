package io.fairlead.identity.revocation;

import io.fairlead.topic.MqttCharacters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Whose credentials are voided: a user's, one client's of a user, those of anonymous clients with a name, or one token.
 *
 * @param user the user's name; null for anonymous clients, and where a token is meant
 * @param client the client's name; null for all of the user's
 * @param tokenId the token's own id ({@code jti}); null where none is meant
 */
public record Subject(
        @Nullable String user,
        @Nullable String client,
        @Nullable String tokenId) {

    /** The longest of these names, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    private static final int ID_BYTES = 16;

    /**
     * The subject that a stranger names.
     *
     * @throws IllegalArgumentException with a sentence if that is none
     */
    public static Subject of(@Nullable String user, @Nullable String client, @Nullable String tokenId) {
        if (tokenId != null ? user != null || client != null : user == null && client == null) {
            throw new IllegalArgumentException(
                    "name a user, a client of a user, an anonymous client, or a token by its id");
        }
        check("user", user);
        check("client", client);
        check("token id", tokenId);
        return new Subject(user, client, tokenId);
    }

    private static void check(String what, @Nullable String name) {
        if (name == null) {
            return;
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES || MqttCharacters.anyForbidden(name)) {
            throw new IllegalArgumentException(
                    "a " + what + " has 1 to " + MAX_BYTES + " bytes and no control character");
        }
    }

    /** All of a user's clients. */
    public static Subject ofUser(String user) {
        return new Subject(user, null, null);
    }

    /**
     * One client.
     *
     * @param user null for an anonymous one
     */
    public static Subject ofClient(@Nullable String user, String client) {
        return new Subject(user, client, null);
    }

    /** One token. */
    public static Subject ofToken(String tokenId) {
        return new Subject(null, null, tokenId);
    }

    /** What it is called in addresses and topics: the same on all nodes, and no other subject's. Costs a hash. */
    public String id() {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {user, client, tokenId}) {
                hash.update(part == null ? (byte) 0 : (byte) 1);
                hash.update((part == null ? "" : part).getBytes(StandardCharsets.UTF_8));
                hash.update((byte) 0);
            }
            return HexFormat.of().formatHex(Arrays.copyOf(hash.digest(), ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** As a log line names it. */
    @Override
    public String toString() {
        if (tokenId != null) {
            return "token " + tokenId;
        }
        if (user == null) {
            return "anonymous client " + client;
        }
        return client == null ? "user " + user : "client " + client + " of user " + user;
    }
}
