package io.fairlead.wire.json;

import io.fairlead.session.Reason;

/** A client's mistake in a frame. Bears no stack trace, since it says nothing of Fairlead; made into an error reply. */
final class BadFrame extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param why a sentence that says what is wrong and where */
    BadFrame(Reason reason, String why) {
        super(why, null, false, false);
        this.reason = reason;
    }

    /** A mistake in the form of a frame or a field. */
    static BadFrame because(String why) {
        return new BadFrame(Reason.BAD_FRAME, why);
    }

    Reason reason() {
        return reason;
    }

    /** What is wrong and where. */
    String why() {
        return String.valueOf(getMessage());
    }
}
