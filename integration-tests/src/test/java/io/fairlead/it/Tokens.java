package io.fairlead.it;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that a {@link GatewayProcess} believes. */
public final class Tokens {

    static final String SECRET = "a secret of tests, which is no secret";

    private Tokens() {}

    /** A token of a user, good for an hour. */
    public static String of(String user) {
        long until = System.currentTimeMillis() / 1_000 + 3_600;
        String input = base64("{\"alg\":\"HS256\"}") + "." + base64("{\"sub\":\"" + user + "\",\"exp\":" + until + "}");
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
