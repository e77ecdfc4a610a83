package io.fairlead.session;

import io.fairlead.identity.ClientNames;
import io.fairlead.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who a session belongs to, as long as it is open.
 *
 * @param user the user's name; null for an anonymous client
 * @param name the client's name among its user's clients
 * @param instance the page load it says it is; empty if it does not say
 * @param secret what an anonymous client must show to come back under its name; null for a user's client
 */
record Client(
        @Nullable String user,
        String name,
        String instance,
        @Nullable String secret) {

    private static final int MARK_BYTES = 12;

    /**
     * Settles a client's name. A user's client has the name it asks for. An anonymous one has it only if it proves that it
     * was issued to it, and gets a new one otherwise.
     */
    static Client of(Identity identity, @Nullable String asked, Command.Connect connect, ClientNames names) {
        String instance = connect.instance() == null ? "" : connect.instance();
        if (identity.isAuthenticated()) {
            return new Client(identity.user(), asked == null ? names.issue() : asked, instance, null);
        }
        String name = asked != null && names.proves(asked, connect.secret()) ? asked : names.issue();
        return new Client(null, name, instance, names.secretOf(name));
    }

    /** What stands for user and client in the marks of a publish; no two clients have the same. */
    String mark() {
        String both = (user == null ? "a/" : "u/") + name + "/" + (user == null ? "" : user);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(both.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, MARK_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
