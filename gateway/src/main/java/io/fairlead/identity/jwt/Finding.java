package io.fairlead.identity.jwt;

import io.fairlead.identity.AuthOutcome;

/** What keys say of a token's signature. */
sealed interface Finding {

    /** The one object that says that it holds. */
    Finding HOLDS = new Holds();

    /** It holds, with a key that may be used for it. */
    record Holds() implements Finding {}

    /** It does not, or nobody can tell. */
    record Refused(AuthOutcome outcome) implements Finding {

        static Refused rejected(String why) {
            return new Refused(new AuthOutcome.Rejected(why));
        }
    }

    /** None of these keys can say; another one might. */
    record Unknown(String why) implements Finding {}
}
