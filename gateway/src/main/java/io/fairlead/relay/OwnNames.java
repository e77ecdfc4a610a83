package io.fairlead.relay;

import io.fairlead.admission.Renewals;
import io.fairlead.session.Reason;

/** The names that the gateway keeps for itself among those that MQTT clients use. None of them reaches the broker. */
final class OwnNames {

    /** Where a client publishes a fresh token. */
    static final String FRESH_TOKEN = Renewals.AUTH_TOPIC;

    private static final String ROOT = "$fairlead";

    private OwnNames() {}

    static boolean holds(String name) {
        return name.startsWith(ROOT) && (name.length() == ROOT.length() || name.charAt(ROOT.length()) == '/');
    }

    /** Why nothing can be published there. */
    static Denial noPublish(String name) {
        return new Denial(
                Reason.NO_ROUTE,
                name + " is the gateway's own, and only " + FRESH_TOKEN + " can be published to there");
    }
}
