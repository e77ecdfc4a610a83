package io.fairlead.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import io.fairlead.identity.remote.StrictJson;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a key set (RFC 7517 section 5). Keys that are not for tokens are left out, and so are those that nobody here can use: an issuer may publish
 * what it likes beside them. A shared secret is never taken from there.
 */
final class KeySetReader {

    private static final int LONGEST_NAME = 80;

    private final List<KeySet.Named> keys = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    private KeySetReader() {}

    /**
     * The set, with at least one key.
     *
     * @throws IllegalArgumentException with a sentence if that is no key set, or one without a usable key
     */
    static KeySet read(byte[] json) {
        if (!(StrictJson.object(json).get("keys") instanceof List<?> all)) {
            throw new IllegalArgumentException("it is no JSON Web Key Set: it has no list of keys");
        }
        KeySetReader reader = new KeySetReader();
        all.forEach(reader::add);
        if (reader.keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of its " + all.size() + " keys can verify tokens " + reader.ignored);
        }
        return new KeySet(reader.keys, reader.ignored);
    }

    private void add(@Nullable Object entry) {
        try {
            JWK key = parsed(entry);
            requireSigning(key);
            keys.add(new KeySet.Named(key.getKeyID(), usable(key)));
        } catch (ParseException | JOSEException | IllegalArgumentException | ClassCastException e) {
            ignored.add(name(entry) + ": " + shortened(String.valueOf(e.getMessage())));
        }
    }

    @SuppressWarnings("unchecked") // the reader makes maps with names that are strings
    private static JWK parsed(@Nullable Object entry) throws ParseException {
        if (!(entry instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("no JSON object");
        }
        return JWK.parse((Map<String, Object>) map);
    }

    /** RFC 7517 sections 4.2 and 4.3: what the issuer means the key for. */
    private static void requireSigning(JWK key) {
        boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
        boolean verifies =
                key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY);
        if (!signs || !verifies) {
            throw new IllegalArgumentException("not for signatures");
        }
        if (key.getKeyRevocation() != null) {
            throw new IllegalArgumentException("revoked");
        }
    }

    private static JwtKey usable(JWK key) throws JOSEException {
        JwtKey usable = JwtKey.of(publicKey(key));
        if (key.getAlgorithm() == null) {
            return usable;
        }
        return usable.only(JWSAlgorithm.parse(key.getAlgorithm().getName()));
    }

    private static PublicKey publicKey(JWK key) throws JOSEException {
        if (KeyType.RSA.equals(key.getKeyType())) {
            return key.toRSAKey().toPublicKey();
        } else if (KeyType.EC.equals(key.getKeyType())) {
            return key.toECKey().toPublicKey();
        } else if (key instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
            return Ed25519JdkVerifier.key(pair.getDecodedX());
        }
        throw new IllegalArgumentException("a key of a kind that verifies no tokens here");
    }

    private static String name(@Nullable Object entry) {
        Object id = entry instanceof Map<?, ?> map ? map.get("kid") : null;
        return id instanceof String text ? shortened(text) : "one without a name";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
    }
}
