package io.fairlead.identity.jwt;

import java.util.function.Consumer;

/** The one key that was configured. What a token says of keys does not matter. */
record OneKey(JwtKey key) implements TokenKeys {

    @Override
    public void check(SignedToken token, Consumer<Finding> finding) {
        finding.accept(judge(token));
    }

    private Finding judge(SignedToken token) {
        if (!key.takes(token.algorithm())) {
            return Finding.Refused.rejected("the token is signed with " + token.algorithmName()
                    + ", and this gateway's key takes " + key.algorithms() + " only");
        }
        return token.isSignedWith(key)
                ? Finding.HOLDS
                : Finding.Refused.rejected("the token's signature does not hold with this gateway's key;"
                        + " it was signed with another key, or changed since");
    }
}
