package io.fairlead.relay;

import io.fairlead.identity.revocation.Sweep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** The relay sessions of one listener on one loop. Owned by the loop. */
final class Roster {

    private final Set<RelaySession> sessions = new HashSet<>();
    private final Sweep<RelaySession> revoked;

    Roster(Executor loop) {
        this.revoked = new Sweep<>(() -> List.copyOf(sessions), RelaySession::onRevocations, loop);
    }

    void add(RelaySession session) {
        sessions.add(session);
    }

    void remove(RelaySession session) {
        sessions.remove(session);
    }

    /** Ends the sessions whose credentials are revoked, a bounded number in each turn. */
    void sweepRevoked() {
        revoked.begin();
    }
}
