package io.fairlead.relay;

import io.fairlead.identity.Identity;
import io.fairlead.session.Reason;
import io.fairlead.session.Refusal;
import io.fairlead.session.Verdict;
import io.fairlead.shares.Violation;
import io.fairlead.wire.mqtt.MqttConnection;
import org.jspecify.annotations.Nullable;

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

    Roster roster() {
        return relays.roster(loop.loop());
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

    /** Why an identity is void that was verified; null if it is not. */
    @Nullable
    Denial revoked(Identity identity, @Nullable String client) {
        Refusal refusal = Verdict.refusal(relays.revoked(), identity, client, nowMillis());
        return refusal == null ? null : new Denial(refusal.reason(), refusal.why());
    }

    /** Ends the session with a CONNACK that refuses. In MQTT 3.1.1 only the log says why. */
    void refuse(Wishes wishes, Reason reason, String why) {
        over();
        note(reason);
        noteRefused(new Denial(reason, why));
        client.close(Goodbyes.connAck(wishes, reason, why));
    }

    /** Takes note of a client that was not let in. */
    void noteRefused(Denial denial) {
        relays.denials().note(client.peer().words(), denial.reason(), denial.text(), nowMillis());
    }

    /** Closes a client that was accepted. */
    void close(Wishes wishes, Reason reason, String why) {
        note(reason);
        client.close(Goodbyes.disconnect(wishes, reason, why));
    }

    private void note(Reason reason) {
        relays.meters().closed(reason);
        Violation violation = Violation.of(reason);
        if (violation != null) {
            client.visit().note(violation);
        }
    }

    /** Ends the session: nothing is heard of either leg any more. */
    void over() {
        session.enter(Over.INSTANCE);
    }
}
