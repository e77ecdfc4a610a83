package io.fairlead.identity.jwt;

/** A token that cannot count, whatever the keys say: thrown where that is seen, answered in one place. It costs no stack trace. */
final class BadToken extends Exception {

    private static final long serialVersionUID = 1;

    private final String why;

    /** @param why a sentence for the developer of the page; never holds any part of the token */
    BadToken(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    String why() {
        return why;
    }
}
