package io.fairlead.identity.revocation;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at every session of a loop once it has heard of a revocation, a bounded number in each of the loop's turns. Those that
 * open meanwhile have been checked against it already. Owned by the loop.
 *
 * @param <S> a session
 */
public final class Sweep<S> {

    private static final int EACH_TURN = 1_000;

    private final Supplier<List<S>> sessions;
    private final Consumer<? super S> look;
    private final Executor later;

    // While one is under way.
    private List<S> left = List.of();
    private int next;
    private boolean again;

    /**
     * A sweep that begins when told to.
     *
     * @param sessions those there are now, in a list that does not change
     * @param look ends a session whose credentials are void; one that has ended by itself is of no harm
     * @param later runs a task on the loop, after what it does now
     */
    public Sweep(Supplier<List<S>> sessions, Consumer<? super S> look, Executor later) {
        this.sessions = sessions;
        this.look = look;
        this.later = later;
    }

    /** Looks at all of them, from now on; those that were looked at before are looked at again. On the loop. */
    public void begin() {
        if (next < left.size()) {
            again = true;
        } else {
            start();
        }
    }

    private void start() {
        left = sessions.get();
        next = 0;
        goOn();
    }

    private void goOn() {
        int end = Math.min(left.size(), next + EACH_TURN);
        while (next < end) {
            look.accept(left.get(next++));
        }
        if (next < left.size()) {
            later.execute(this::goOn);
        } else if (again) {
            again = false;
            later.execute(this::start);
        } else {
            left = List.of();
            next = 0;
        }
    }
}
