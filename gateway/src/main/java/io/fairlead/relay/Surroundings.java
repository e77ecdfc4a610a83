package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.wire.mqtt.MqttConnection;

/**
 * What a session has as long as it lives.
 *
 * @param relays what it has in common with all others
 * @param loop what it has in common with those of its loop
 * @param lastWords what the client said that left before the broker heard it
 */
record Surroundings(Relays relays, RelayLoop loop, MqttConnection client, RelaySession session, LastWords lastWords) {

    RelaySettings settings() {
        return relays.settings();
    }

    long nowMillis() {
        return relays.clock().getAsLong();
    }

    /** Takes note of what a client was denied. */
    void deny(Guest guest, Denial denial) {
        relays.meters().error(denial.reason());
        String who = guest.identity().user() == null
                ? "anonymous"
                : "user " + guest.identity().user();
        relays.denials()
                .note(
                        "listener " + client.peer().listener() + ": client " + guest.name() + " (" + who + ")",
                        denial.reason(),
                        denial.text(),
                        nowMillis());
    }

    /** Ends the session with a CONNACK that refuses. In MQTT 3.1.1 only the log says why. */
    void refuse(Wishes wishes, Reason reason, String why) {
        over();
        relays.meters().closed(reason);
        noteRefused(new Denial(reason, why));
        client.close(Goodbyes.connAck(wishes, reason, why));
    }

    /** Takes note of a client that was not let in. */
    void noteRefused(Denial denial) {
        relays.denials().note(client.peer().words(), denial.reason(), denial.text(), nowMillis());
    }

    /** Closes a client that was accepted. */
    void close(Wishes wishes, Reason reason, String why) {
        relays.meters().closed(reason);
        client.close(Goodbyes.disconnect(wishes, reason, why));
    }

    /** Ends the session: nothing is heard of either leg any more. */
    void over() {
        session.enter(Over.INSTANCE);
    }
}
