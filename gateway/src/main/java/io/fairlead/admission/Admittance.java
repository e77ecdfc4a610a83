package io.fairlead.admission;

import io.fairlead.identity.Identity;
import io.fairlead.session.Reason;

/** Who an MQTT client is, or why it is not let in. */
public sealed interface Admittance {

    /** It is who it showed to be. */
    record Admitted(Identity identity) implements Admittance {}

    /**
     * It is whom its user name says, if the broker accepts its CONNECT with this user name and password, and nobody otherwise.
     * Until then only what goes through that same connection to the broker may be done in its name.
     */
    record AdmittedByBroker(Identity identity) implements Admittance {}

    /** It is not let in; {@code reason} tells the leg. {@code why} is a sentence for who must act on it, without any secret. */
    record Refused(Reason reason, String why) implements Admittance {}
}
