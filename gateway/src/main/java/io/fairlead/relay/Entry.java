package io.fairlead.relay;

import io.fairlead.session.Reason;
import org.jspecify.annotations.Nullable;

/** A client that was let in, on its way to the broker. */
record Entry(Surroundings around, Wishes wishes, Guest guest, Rights rights, ClientReading reading) {

    void deny(Denial denial) {
        around.deny(guest, denial);
    }

    /** Why the client may not stay, since its credentials were revoked; null if they were not. */
    @Nullable
    Denial revoked() {
        return around.revoked(rights.identity(), guest.name());
    }

    /** Ends the session with a CONNACK that refuses. */
    void refuse(Reason reason, String why) {
        around.refuse(wishes, reason, why);
    }
}
