package io.fairlead.session;

/**
 * The end of an open session whose node goes down. The client is told when to come back elsewhere, and its connection closes
 * at that time. What it still waits for may put that off, until the node waits no longer.
 */
final class Drain {

    private final Outbox out;
    private final long reconnectAfterMillis;
    private final long partAt;
    private final long closeAt;

    /** Tells the client. */
    Drain(Outbox out, long reconnectAfterMillis, long closeAtMillis, long nowMillis) {
        this.out = out;
        this.reconnectAfterMillis = reconnectAfterMillis;
        this.partAt = Math.min(nowMillis + reconnectAfterMillis, closeAtMillis);
        this.closeAt = closeAtMillis;
        out.send(new Reply.Notice.Draining(reconnectAfterMillis));
    }

    /** When the connection closes; {@code awaiting} says whether the client waits for an outcome. */
    long deadline(boolean awaiting) {
        return awaiting ? closeAt : partAt;
    }

    /** Closes if it is time. Who comes late has lost its turn, and is given as long again, so that not all return at once. */
    void onDeadline(boolean awaiting, long nowMillis) {
        if (nowMillis >= deadline(awaiting)) {
            boolean late = nowMillis >= closeAt && closeAt > partAt;
            close(out, late ? reconnectAfterMillis : 0);
        }
    }

    /** Closes as draining. */
    static void close(Outbox out, long retryAfterMillis) {
        out.close(Reason.DRAINING, Reason.DRAINING.text(), retryAfterMillis);
    }
}
