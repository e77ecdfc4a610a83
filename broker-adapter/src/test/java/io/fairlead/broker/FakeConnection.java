package io.fairlead.broker;

/**
 * One connection of a {@link FakeEnd}, between an up and a down. What belongs to a connection that is over has no effect
 * any more.
 */
final class FakeConnection {

    final FakeEnd end;
    final FakeSession session;

    /** How many messages may be under way to the client without an acknowledgement. */
    final int window;

    private boolean over;

    FakeConnection(FakeEnd end, FakeSession session, int window) {
        this.end = end;
        this.session = session;
        this.window = window;
    }

    /** Runs a task on the loop of the client's end, if that has not given the connection up by then. */
    void onLoop(Runnable task) {
        end.options().loop().execute(() -> {
            if (!over) {
                task.run();
            }
        });
    }

    /** The client's end has given it up; called on its loop. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    void deliver(FakeSession.Delivery delivery, boolean repeat) {
        onLoop(() -> end.deliver(this, delivery, repeat));
    }
}
