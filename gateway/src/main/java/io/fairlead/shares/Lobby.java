package io.fairlead.shares;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The visits of one event loop, and of them those who have not said who they are. Of these it keeps a bounded number: the
 * eldest goes when one too many comes, so that silent connections are in nobody's way. Owned by the loop.
 */
public final class Lobby {

    private final Shares shares;
    private final int mostSilent;
    private final List<Visit> visits = new ArrayList<>();
    private final Set<Visit> silent = new LinkedHashSet<>();

    Lobby(Shares shares, int mostSilent) {
        this.shares = shares;
        this.mostSilent = mostSilent;
    }

    /**
     * A connection is on its loop.
     *
     * @param holder the connection itself
     */
    public void enter(Visit visit, Visit.Holder holder) {
        visit.enters(this, holder, visits.size());
        visits.add(visit);
        silent.add(visit);
        shares.silent(1);
        while (silent.size() > mostSilent) {
            shed(silent.iterator().next());
        }
    }

    private void shed(Visit eldest) {
        speaks(eldest);
        eldest.shed(shares.turnaway(Limit.UNAUTHENTICATED));
    }

    /** It has said who it is, or is gone. */
    void speaks(Visit visit) {
        if (silent.remove(visit)) {
            shares.silent(-1);
        }
    }

    void leave(Visit visit, int slot) {
        speaks(visit);
        Visit last = visits.remove(visits.size() - 1);
        if (last != visit) {
            visits.set(slot, last);
            last.moves(slot);
        }
    }

    /** How many bytes wait for all of them. */
    public long waitingBytes() {
        long sum = 0;
        for (Visit visit : visits) {
            sum += visit.waitingBytes();
        }
        return sum;
    }

    /** Ends visits, those first for whom most waits, until so many bytes were theirs. */
    public void relieve(long bytes) {
        List<Visit> largest = new ArrayList<>(visits);
        largest.sort(Comparator.comparingLong(Visit::waitingBytes).reversed());
        long left = bytes;
        for (Iterator<Visit> next = largest.iterator(); left > 0 && next.hasNext(); ) {
            Visit visit = next.next();
            long waiting = visit.waitingBytes();
            left = waiting == 0 ? 0 : left - waiting;
            if (waiting > 0) {
                visit.shed(shares.turnaway(Limit.OUTBOUND));
            }
        }
    }

    /** How many there are. */
    public int size() {
        return visits.size();
    }
}
