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

    /** How many publishes may wait that were read before reading stopped; their payloads are bounded as one frame is, or one packet. */
    static final int MAX_WAITING = 256;

    private static final long NEVER = Long.MAX_VALUE;

    // As long as the session.
    private final Publishing publishing;
    private final Supplier<Identity> identity;
    private final Reading reading;
    private final Outbox out;
    private final Backlog waiting;

    // While reading is stopped.
    private long until = NEVER;
    /** When an MQTT packet may go on that came too fast. */
    private long slowUntil = NEVER;

    private boolean goingOn;

    // From then on until there is room.
    private boolean patienceIsOver;

    /**
     * @param identity who publishes, when it is asked
     * @param maxBytes how many bytes of payload may wait
     */
    PublishIntake(Publishing publishing, Supplier<Identity> identity, Reading reading, Outbox out, int maxBytes) {
        this.publishing = publishing;
        this.identity = identity;
        this.reading = reading;
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
        try {
            publishing.publish(identity.get(), command, nowMillis);
        } catch (Refusal refusal) {
            long wait = turnOf(command, refusal);
            waiting.add(command, "its turn");
            Limit limit = refusal.limit();
            if (limit != null) {
                out.limited(limit);
            }
            slowUntil = nowMillis + wait;
            reading.stop(Reading.Cause.PUBLISHES);
            return;
        }
        if (!publishing.hasRoomFor(1) && !patienceIsOver) {
            pause(nowMillis);
        }
    }

    /**
     * How long a publish waits for its turn, in milliseconds. An MQTT packet that comes too fast does, and its client with it:
     * not every version can tell a client so.
     *
     * @throws Refusal the same, if it is for anything else
     */
    private static long turnOf(Command command, Refusal refusal) {
        boolean waits = command instanceof Command.Publish publish
                && publish.packet() != null
                && refusal.retryAfterMillis() > 0;
        if (!waits) {
            throw refusal;
        }
        return refusal.retryAfterMillis();
    }

    private void pause(long nowMillis) {
        until = nowMillis + PATIENCE_MILLIS;
        reading.stop(Reading.Cause.PUBLISHES);
    }

    private boolean isPaused() {
        return until != NEVER || slowUntil != NEVER;
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
        slowUntil = NEVER;
        for (Command next = waiting.first(); next != null && fits(next); next = waiting.first()) {
            if (!hasGoneOn((Command.Publish) next, nowMillis)) {
                break;
            }
            waiting.poll();
        }
        goingOn = false;
        if (waiting.isEmpty() && publishing.hasRoomFor(1)) {
            read();
        }
    }

    /** Publishes what has waited, or refuses it; returns false if it has to wait on. */
    private boolean hasGoneOn(Command.Publish next, long nowMillis) {
        try {
            publishing.publish(identity.get(), next, nowMillis);
        } catch (Refusal refusal) {
            try {
                slowUntil = nowMillis + turnOf(next, refusal);
                return false;
            } catch (Refusal forGood) {
                out.fail(next.id(), forGood);
            }
        }
        return true;
    }

    private boolean fits(Command next) {
        return publishing.hasRoomFor(Backlog.size(next));
    }

    private void read() {
        until = NEVER;
        slowUntil = NEVER;
        reading.goOn(Reading.Cause.PUBLISHES);
    }

    long deadline() {
        return Math.min(until, slowUntil);
    }

    void onDeadline(long nowMillis) {
        if (nowMillis >= slowUntil) {
            goOn(nowMillis);
        }
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
