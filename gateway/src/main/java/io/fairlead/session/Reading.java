package io.fairlead.session;

import java.util.EnumSet;
import java.util.Set;

/** Whether a session's client is read from. Each part that stops it goes on by itself. */
final class Reading {

    /** Who may stop it. */
    enum Cause {
        /** Publishes wait for the broker, or for their turn. */
        PUBLISHES,
        /** The client is faster than it may. */
        RATES
    }

    private final Outbox out;
    private final Set<Cause> causes = EnumSet.noneOf(Cause.class);

    Reading(Outbox out) {
        this.out = out;
    }

    void stop(Cause cause) {
        if (causes.add(cause) && causes.size() == 1) {
            out.run(new Effect.Reading(true));
        }
    }

    void goOn(Cause cause) {
        if (causes.remove(cause) && causes.isEmpty()) {
            out.run(new Effect.Reading(false));
        }
    }
}
