package io.fairlead.bridge;

import io.fairlead.identity.revocation.Sweep;
import io.fairlead.metrics.LoopMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop, and when what they were sent is flushed. Owned by the loop; only {@link #run} and
 * {@link #runLater} may be called by others.
 *
 * <p>The first message of a loop's turn is flushed at once: a lone message never waits. What comes after it in the same turn
 * is flushed together at the turn's end, once for each connection.
 */
final class LoopSessions {

    private final NodeLoop loop;
    private final LoopMeters meters;
    private final RecoveryRoom recoveryRoom;
    private final LinkStates links;
    private final List<SessionDriver> sessions = new ArrayList<>();
    private final List<SessionDriver> unflushed = new ArrayList<>();
    private final Sweep<SessionDriver> revoked =
            new Sweep<>(this::all, SessionDriver::lookAtRevocations, this::runLater);
    private boolean turnOpen;
    private @Nullable Runnable whenEmpty;

    LoopSessions(NodeLoop loop, LoopMeters meters, RecoveryPool recovery) {
        this.loop = loop;
        this.meters = meters;
        this.links = new LinkStates(loop.index());
        this.recoveryRoom = new RecoveryRoom(recovery, meters);
    }

    NodeLoop loop() {
        return loop;
    }

    int index() {
        return loop.index();
    }

    LoopMeters meters() {
        return meters;
    }

    /** The loop's room for what its channels keep for clients that come back. */
    RecoveryRoom recoveryRoom() {
        return recoveryRoom;
    }

    /** Runs a task on the loop: at once where this is it, else after all that was handed to it before. Any thread. */
    void run(Runnable task) {
        if (loop.eventLoop().inEventLoop()) {
            task.run();
        } else {
            runLater(task);
        }
    }

    /** Runs a task on the loop after what it does now. Dropped where the loop is ending. Any thread. */
    void runLater(Runnable task) {
        try {
            loop.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            if (!loop.eventLoop().isShuttingDown()) {
                throw e;
            }
        }
    }

    void add(SessionDriver session) {
        session.rosterSlot = sessions.size();
        sessions.add(session);
        meters.sessions.increment();
    }

    void remove(SessionDriver session) {
        int slot = session.rosterSlot;
        if (slot < 0) {
            return;
        }
        SessionDriver last = sessions.remove(sessions.size() - 1);
        if (last != session) {
            sessions.set(slot, last);
            last.rosterSlot = slot;
        }
        session.rosterSlot = -1;
        meters.sessions.add(-1);
        checkEmpty();
    }

    /** The sessions there are now. */
    List<SessionDriver> all() {
        return List.copyOf(sessions);
    }

    /** Ends the sessions whose credentials are revoked, a bounded number in each turn. */
    void sweepRevoked() {
        revoked.begin();
    }

    /** Calls back, once, when there are no sessions any more, or now if there are none. */
    void whenEmpty(Runnable task) {
        whenEmpty = task;
        checkEmpty();
    }

    private void checkEmpty() {
        Runnable task = whenEmpty;
        if (task != null && sessions.isEmpty()) {
            whenEmpty = null;
            task.run();
        }
    }

    /** Which of the node's links to the broker are down. */
    LinkStates links() {
        return links;
    }

    /** A link of the node came up or went down: tells every session of the loop that it matters to. */
    void linkState(int link, boolean up) {
        if (links.set(link, up)) {
            List.copyOf(sessions).forEach(SessionDriver::lookAtLinks);
        }
    }

    /** Begins a turn of the loop. Returns whether it was the first message of it. */
    boolean openTurn() {
        if (turnOpen) {
            return false;
        }
        turnOpen = true;
        runLater(this::endTurn);
        return true;
    }

    /** Has a session's connection flushed at the end of the loop's turn. */
    void flushLater(SessionDriver session) {
        unflushed.add(session);
        openTurn();
    }

    private void endTurn() {
        turnOpen = false;
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flushNow();
        }
        unflushed.clear();
    }
}
