package io.fairlead.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Client names that need no memory: a name is random, and its secret is a signature of the name (HMAC-SHA256, 128 bits of
 * it). Nodes with the same key know each other's clients.
 */
public final class SignedClientNames implements ClientNames {

    /** The shortest key, in bytes. */
    public static final int MIN_KEY_BYTES = 16;

    private static final int NAME_BYTES = 12;
    private static final int SECRET_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param key at least {@link #MIN_KEY_BYTES} bytes that nobody can guess
     * @throws IllegalArgumentException if the key is shorter
     */
    public SignedClientNames(byte[] key) {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the key for client names has " + key.length + " bytes; it needs at least " + MIN_KEY_BYTES);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Names signed with a random key: they hold as long as this process lives, and on no other node. */
    public static SignedClientNames withRandomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new SignedClientNames(key);
    }

    @Override
    public String issue() {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        return base64(name, NAME_BYTES);
    }

    @Override
    public String secretOf(String client) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return base64(mac.doFinal(client.getBytes(StandardCharsets.UTF_8)), SECRET_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean proves(String client, @Nullable String secret) {
        return secret != null
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8),
                        secretOf(client).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes, int length) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length));
    }
}
