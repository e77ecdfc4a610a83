package io.fairlead.bridge;

import io.fairlead.session.ClientKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** What a client's own session is called at the broker. No two clients have the same name there. */
final class DurableNames {

    private static final int LONGEST = 128;
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~";

    private DurableNames() {}

    /** The MQTT client id: user and client, percent-encoded so that the dot between them is the only one, or a hash of them. */
    static String clientId(ClientKey client) {
        String user = Objects.requireNonNull(client.user(), "the map grants durable channels to verified users only");
        String name = "fl.d." + encoded(user) + "." + encoded(client.name());
        return name.length() <= LONGEST ? name : "fl.h." + hash(name);
    }

    private static String encoded(String part) {
        StringBuilder out = new StringBuilder();
        for (byte one : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xFF);
            if (PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(String.format("%02X", one & 0xFF));
            }
        }
        return out.toString();
    }

    /** A name's hash, of characters that may stand in a topic level. */
    static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
