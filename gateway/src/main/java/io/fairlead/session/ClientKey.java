package io.fairlead.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What tells clients apart, across their reconnects: a user's name and the client's among that user's.
 *
 * @param user null for an anonymous client
 * @param name as {@link io.fairlead.identity.ClientNames#keyOf} has it for an anonymous one
 */
public record ClientKey(@Nullable String user, String name) {

    private static final int MARK_BYTES = 12;

    /** What stands for the client in the marks of its publishes; no two clients have the same. Costs a hash. */
    public String mark() {
        String both = (user == null ? "a/" : "u/") + name + "/" + (user == null ? "" : user);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(both.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, MARK_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
