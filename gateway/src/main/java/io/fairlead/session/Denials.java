package io.fairlead.session;

import io.fairlead.topicmap.Mapping;

/** What the topic map's refusals are to a client. */
final class Denials {

    private Denials() {}

    static Refusal refusal(Mapping.Denied<?> denied) {
        return new Refusal(reason(denied.cause()), denied.why());
    }

    private static Reason reason(Mapping.Cause cause) {
        return switch (cause) {
            case BAD_CHANNEL -> Reason.BAD_CHANNEL;
            case NO_ROUTE -> Reason.NO_ROUTE;
            case FORBIDDEN -> Reason.FORBIDDEN;
        };
    }
}
