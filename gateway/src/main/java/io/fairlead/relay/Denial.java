package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topicmap.Mapping;

/**
 * Why a client may not do something.
 *
 * @param why a sentence that names what failed
 */
record Denial(Reason reason, String why) {

    static Denial of(Mapping.Denied<?> denied) {
        return new Denial(reason(denied.cause()), denied.why());
    }

    private static Reason reason(Mapping.Cause cause) {
        return switch (cause) {
            case BAD_CHANNEL -> Reason.BAD_CHANNEL;
            case NO_ROUTE -> Reason.NO_ROUTE;
            case FORBIDDEN -> Reason.FORBIDDEN;
        };
    }

    /** What a client or an operator reads: the leg that failed, the sentence, and the code that stands in {@code docs/errors.md}. */
    String text() {
        return reason.sentence(why);
    }
}
