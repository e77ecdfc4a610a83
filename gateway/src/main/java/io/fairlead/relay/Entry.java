package io.fairlead.relay;

import io.fairlead.session.Reason;

/** A client that was let in, on its way to the broker. */
record Entry(Surroundings around, Wishes wishes, Guest guest, Rights rights, ClientReading reading) {

    void deny(Denial denial) {
        around.deny(guest, denial);
    }

    /** Ends the session with a CONNACK that refuses. */
    void refuse(Reason reason, String why) {
        around.refuse(wishes, reason, why);
    }
}
