package io.fairlead.shares;

/** Who can be banned: an address, or a user. Its text is how it is named to operators. */
sealed interface Offender permits Source, Offender.User {

    /** A user whose credentials held. */
    record User(String name) implements Offender {
        @Override
        public String toString() {
            return "user " + name;
        }
    }
}
