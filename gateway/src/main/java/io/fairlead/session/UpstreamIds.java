package io.fairlead.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The MQTT client ids by which the broker knows the clients that have a session of their own there. No two clients have the same,
 * since whoever has another's takes its session over: user and client are percent-encoded, so that the dots between them are the
 * only ones, and what is longer than 128 bytes is hashed. The gateway's own links have {@code fl.n.} and {@code fl.f.}.
 */
public final class UpstreamIds {

    private static final String DURABLE = "fl.d.";
    private static final String RELAYED = "fl.m.";
    private static final String ANONYMOUS = "fl.a.";
    private static final String HASHED = "fl.h.";

    private static final int LONGEST = 128;
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UpstreamIds() {}

    /** The id of a user's durable channels. */
    public static String durable(ClientKey client) {
        String user = Objects.requireNonNull(client.user(), "the map grants durable channels to verified users only");
        return bounded(DURABLE + encoded(user) + "." + encoded(client.name()));
    }

    /** The id of an MQTT client that has a broker connection of its own. {@code client.name()} is the client id it uses. */
    public static String relayed(ClientKey client) {
        String user = client.user();
        String name = encoded(client.name());
        return bounded(user == null ? ANONYMOUS + name : RELAYED + encoded(user) + "." + name);
    }

    private static String bounded(String id) {
        return id.length() <= LONGEST ? id : HASHED + hash(id);
    }

    private static String encoded(String part) {
        StringBuilder out = new StringBuilder();
        part.codePoints().forEach(point -> append(out, point));
        return out.toString();
    }

    private static void append(StringBuilder out, int point) {
        if (PLAIN.indexOf(point) >= 0) {
            out.append((char) point);
        } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            // Half a pair has no UTF-8, and would look like every other half and like '?'.
            append(out, new byte[] {(byte) 0xED, (byte) (0x80 | ((point >> 6) & 0x3F)), (byte) (0x80 | (point & 0x3F))
            });
        } else {
            append(out, Character.toString(point).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void append(StringBuilder out, byte[] bytes) {
        for (byte one : bytes) {
            out.append('%').append(HEX[one >> 4 & 0xF]).append(HEX[one & 0xF]);
        }
    }

    /** A name's hash, of characters that may stand in a topic level. */
    public static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
