package io.fairlead.shares;

import io.fairlead.identity.Identity;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection's hold on the node, from its acceptance to its end. It is given back once, by {@link #end}. Owned by the
 * connection's loop.
 */
public final class Visit {

    /** The connection of a visit. */
    public interface Holder {

        /** Bytes that were written to it and have not left yet. */
        long pendingBytes();

        /** Ends it, as its protocol says such things. */
        void shed(Turnaway why);
    }

    /** What has a hold on an address's account. */
    enum Hold {
        NONE,
        TAKEN,
        TOLD
    }

    // As long as the connection.
    private final Shares shares;
    private final boolean behindProxy;
    private @Nullable Source source;
    private Hold hold = Hold.NONE;
    private @Nullable Turnaway turnedAway;
    private @Nullable String user;
    private boolean shown;
    private boolean verified;
    private boolean ended;
    private boolean shed;
    private long kept;

    // From its loop's first look at it.
    private @Nullable Lobby lobby;
    private @Nullable Holder holder;
    private int slot;

    Visit(Shares shares, boolean behindProxy) {
        this.shares = shares;
        this.behindProxy = behindProxy;
    }

    /** A visit that nothing limits and nobody counts. */
    public static Visit free() {
        return new Visit(Shares.FREE, false);
    }

    // ---- How it begins

    void holds(@Nullable Source of, Hold what) {
        source = of;
        hold = what;
    }

    void turnAway(Turnaway why) {
        turnedAway = turnedAway == null ? why : turnedAway;
    }

    void enters(Lobby of, Holder connection, int at) {
        lobby = of;
        holder = connection;
        slot = at;
    }

    void moves(int to) {
        slot = to;
    }

    /** The connection speaks another protocol now, and is ended in another way. */
    public void heldBy(Holder connection) {
        holder = connection;
    }

    /** A trusted proxy says where the client comes from. Only the first word counts, and only of a proxy. */
    public void comesFrom(SocketAddress address) {
        if (behindProxy && hold == Hold.NONE && !ended) {
            shares.learn(this, address);
        }
    }

    /** Why it is to be told that it is not taken; null if it is. */
    public @Nullable Turnaway turnedAway() {
        return turnedAway;
    }

    // ---- How it goes on

    /** The client has shown who it is; whether that holds is another matter. */
    public void shows() {
        shown = true;
        if (lobby != null) {
            lobby.speaks(this);
        }
    }

    /** Whether it has. */
    public boolean hasShown() {
        return shown;
    }

    /** How many bytes a frame or packet may have by which the client says who it is. */
    public int mostBytesBefore() {
        return shares.settings().beforeAuthentication();
    }

    /**
     * The client's credentials held, or it needs none.
     *
     * @param takesOver whether another connection of the same client ends for this one
     * @return why it is not taken all the same; null if it is
     */
    public @Nullable Turnaway admit(Identity identity, boolean takesOver) {
        String name = identity.user();
        if (ended || user != null || name == null) {
            return null;
        }
        Turnaway refused = shares.admit(name, takesOver);
        if (refused == null) {
            user = name;
            verified = true;
            shares.verified(source, 1);
        }
        return refused;
    }

    /** The client did what counts against it: against its user, if its credentials held, and against its address. */
    public void note(Violation violation) {
        boolean ofNobody = violation == Violation.REJECTED && verified;
        if (!ofNobody) {
            shares.note(source, user, violation);
        }
    }

    /** More is kept for the client, or less, beside what was written to its connection. */
    public void keeps(long bytes) {
        kept += bytes;
    }

    /** How many bytes wait for it; none once it is being ended for that. */
    long waitingBytes() {
        return shed || holder == null ? 0 : kept + holder.pendingBytes();
    }

    void shed(Turnaway why) {
        if (!shed && !ended && holder != null) {
            shed = true;
            shares.count(why.limit());
            holder.shed(why);
        }
    }

    /** The connection is gone. Does nothing the second time. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (lobby != null) {
            lobby.leave(this, slot);
        }
        if (verified) {
            shares.verified(source, -1);
        }
        shares.leave(source, hold, user);
    }
}
