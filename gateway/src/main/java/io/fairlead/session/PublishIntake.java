package io.fairlead.session;

import io.fairlead.identity.Identity;
import java.util.function.Supplier;

/**
 * The way in for a session's publishes. While as many are in flight as may be, nothing is read from the client; what had been
 * read by then waits, in its order, and goes on as outcomes come. When that takes too long, reading goes on, and what is too
 * much is refused until there is room.
 */
final class PublishIntake {

    /** How long reading stops at most. */
    static final long PATIENCE_MILLIS = 5_000;

    /** How many publishes may wait that were read before reading stopped; their payloads are bounded as one frame is. */
    static final int MAX_WAITING = 256;

    private static final long NEVER = Long.MAX_VALUE;

    // As long as the session.
    private final Publishing publishing;
    private final Supplier<Identity> identity;
    private final Outbox out;
    private final Backlog waiting;

    // While reading is stopped.
    private long until = NEVER;
    private boolean goingOn;

    // From then on until there is room.
    private boolean patienceIsOver;

    /**
     * @param identity who publishes, when it is asked
     * @param maxBytes how many bytes of payload may wait
     */
    PublishIntake(Publishing publishing, Supplier<Identity> identity, Outbox out, int maxBytes) {
        this.publishing = publishing;
        this.identity = identity;
        this.out = out;
        this.waiting = new Backlog(MAX_WAITING, maxBytes);
    }

    /** @throws Refusal if it may not be */
    void publish(Command.Publish command, long nowMillis) {
        if (!isPaused() && !patienceIsOver && !publishing.hasRoomFor(Backlog.size(command))) {
            pause(nowMillis);
        }
        if (isPaused()) {
            waiting.add(command, "the broker");
            return;
        }
        publishing.publish(identity.get(), command, nowMillis);
        if (!publishing.hasRoomFor(1) && !patienceIsOver) {
            pause(nowMillis);
        }
    }

    private void pause(long nowMillis) {
        until = nowMillis + PATIENCE_MILLIS;
        out.run(new Effect.Reading(true));
    }

    private boolean isPaused() {
        return until != NEVER;
    }

    /** A publish has come out somehow. It may be one that is just being published. */
    void onOutcome(long nowMillis) {
        if (publishing.hasRoomFor(1)) {
            patienceIsOver = false;
        }
        if (isPaused() && !goingOn) {
            goOn(nowMillis);
        }
    }

    private void goOn(long nowMillis) {
        goingOn = true;
        for (Command next = waiting.first(); next != null && fits(next); next = waiting.first()) {
            waiting.poll();
            try {
                publishing.publish(identity.get(), (Command.Publish) next, nowMillis);
            } catch (Refusal refusal) {
                out.fail(next.id(), refusal);
            }
        }
        goingOn = false;
        if (waiting.isEmpty() && publishing.hasRoomFor(1)) {
            read();
        }
    }

    private boolean fits(Command next) {
        return publishing.hasRoomFor(Backlog.size(next));
    }

    private void read() {
        until = NEVER;
        out.run(new Effect.Reading(false));
    }

    long deadline() {
        return until;
    }

    void onDeadline(long nowMillis) {
        if (nowMillis < until) {
            return;
        }
        patienceIsOver = true;
        read();
        for (Command next = waiting.poll(); next != null; next = waiting.poll()) {
            out.fail(
                    next.id(),
                    Reason.RATE_LIMITED,
                    "it waited " + PATIENCE_MILLIS / 1000
                            + " s for the broker to answer earlier publishes of this client, "
                            + "of which as many wait as may; publish more slowly");
        }
    }
}
