package io.fairlead.identity.jwt;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an issuer publishes, as far as tokens can be verified with them. Immutable and thread-safe.
 *
 * @param ignored what else was in it, a few words for each; for the log
 */
record KeySet(List<Named> keys, List<String> ignored) {

    /** So many signatures are tried for one token at most: whoever sends it decides that it is tried. */
    static final int MAX_TRIES = 8;

    /**
     * A key and its name.
     *
     * @param id null if the issuer gave it none
     */
    record Named(@Nullable String id, JwtKey key) {}

    KeySet {
        keys = List.copyOf(keys);
        ignored = List.copyOf(ignored);
    }

    /** What these keys say of a token. */
    Finding judge(SignedToken token) {
        String id = token.keyId();
        return id == null ? judgeNameless(token) : judgeNamed(token, id);
    }

    /** A name may stand for several keys; which of them is meant, the signature tells. */
    private Finding judgeNamed(SignedToken token, String id) {
        List<JwtKey> named = keys.stream()
                .filter(key -> Objects.equals(key.id(), id))
                .map(Named::key)
                .toList();
        if (named.isEmpty()) {
            return new Finding.Unknown("the token is signed with a key (kid) that its issuer does not publish");
        }
        List<JwtKey> fitting =
                named.stream().filter(key -> key.takes(token.algorithm())).toList();
        if (fitting.isEmpty()) {
            return Finding.Refused.rejected("the token is signed with " + token.algorithmName()
                    + ", and the key that it names takes " + named.get(0).algorithms() + " only");
        }
        return isSignedWithOneOf(fitting, token)
                ? Finding.HOLDS
                : Finding.Refused.rejected("the token's signature does not hold with the key that it names (kid);"
                        + " it was signed with another key, or changed since");
    }

    /** Without a name any key may be meant, and so may one that was published a moment ago. */
    private Finding judgeNameless(SignedToken token) {
        List<JwtKey> fitting = keys.stream()
                .map(Named::key)
                .filter(key -> key.takes(token.algorithm()))
                .toList();
        if (fitting.size() > MAX_TRIES) {
            return Finding.Refused.rejected("the token does not name its key (kid), and its issuer publishes "
                    + fitting.size() + " that it might be");
        }
        return isSignedWithOneOf(fitting, token)
                ? Finding.HOLDS
                : new Finding.Unknown("the token's signature (" + token.algorithmName()
                        + ") does not hold with any key that its issuer publishes");
    }

    private static boolean isSignedWithOneOf(List<JwtKey> keys, SignedToken token) {
        return keys.stream().limit(MAX_TRIES).anyMatch(token::isSignedWith);
    }

    /** The names of the keys and what they take, for a log line. */
    String words() {
        return keys.stream()
                .map(key -> (key.id() == null ? "one without a name" : key.id()) + " ("
                        + key.key().algorithms() + ")")
                .collect(Collectors.joining(", "));
    }
}
