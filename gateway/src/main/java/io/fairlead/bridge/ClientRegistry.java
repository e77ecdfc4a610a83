package io.fairlead.bridge;

import io.fairlead.session.ClientKey;
import io.fairlead.session.Reason;
import io.fairlead.session.Takeover;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected to this node: which session each client has. The same client elsewhere on the node ends the older one;
 * whoever registers later is the newer one, also where both come at the same moment, and every session but the last is told
 * exactly once. Any thread.
 */
final class ClientRegistry {

    private final ConcurrentHashMap<ClientKey, Seat> seats = new ConcurrentHashMap<>();

    /** A client's place on the node, as long as one session of its lasts. */
    interface Seat {

        /** The page load that the session says it is; empty if it does not say. */
        String instance();

        /** Ends the session, since the client has another. Any thread; not at once. */
        void takenOver(Reason reason);
    }

    /** Gives a client's place to its newest session, and ends the one that had it. */
    void register(ClientKey client, Seat newer) {
        Seat older = seats.put(client, newer);
        if (older != null && older != newer) {
            older.takenOver(Takeover.reason(older.instance(), newer.instance()));
        }
    }

    /** A session has ended: takes its place away, unless a newer one has it. */
    void remove(ClientKey client, Seat ended) {
        seats.remove(client, ended);
    }

    /** The session a client has on this node; null if it has none. */
    @Nullable
    Seat find(ClientKey client) {
        return seats.get(client);
    }

    /**
     * The client has connected to another node: ends the session it has here, if any.
     *
     * @param newer the instance of its session there; empty if it said none
     * @return whether it had one
     */
    boolean takeOver(ClientKey client, String newer) {
        Seat here = seats.remove(client);
        if (here != null) {
            here.takenOver(Takeover.reason(here.instance(), newer));
        }
        return here != null;
    }

    /** How many clients have a session here. */
    int size() {
        return seats.size();
    }
}
