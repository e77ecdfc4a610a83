package io.fairlead.bridge;

import io.fairlead.bridge.WaitingPublishes.Waiting;
import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.session.ClientKey;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one loop's clients on their way to the broker, each client's in their order and within bounds: the client
 * library would queue without end. Owned by the link's loop, which is the sessions' own.
 *
 * <p>What the broker's Receive Maximum leaves no room for waits, and so does what its client sends after it; clients take turns.
 * While the link is down, QoS 1 and 2 wait for a while, and QoS 0 is given back at once.
 */
final class PublishQueue {

    // As long as the link.
    private final Supplier<BrokerLink> link;
    private final LoopSessions home;
    private final NodeSettings.Publishing bounds;
    private final WaitingPublishes waiting = new WaitingPublishes();
    private int inFlight;
    private int unsent;
    private boolean timerSet;
    private boolean pumping;

    // As long as a connection of it.
    private int window;

    PublishQueue(Supplier<BrokerLink> link, LoopSessions home, NodeSettings.Publishing bounds) {
        this.link = link;
        this.home = home;
        this.bounds = bounds;
    }

    /**
     * Publishes, now or when there is room; the outcome is told once.
     */
    void publish(ClientKey client, Message message, Consumer<PublishOutcome> outcome) {
        boolean up = link.get().isUp();
        if (up && waiting.isFree(client, message) && hasRoomFor(message)) {
            hand(message, outcome);
        } else if (!up && message.qos() == Qos.AT_MOST_ONCE) {
            settle(outcome, new PublishOutcome.NotSent("the gateway has no connection to the broker"));
        } else {
            enqueue(client, message, outcome);
        }
    }

    private void enqueue(ClientKey client, Message message, Consumer<PublishOutcome> outcome) {
        int size = message.payload().length;
        if (waiting.size() >= bounds.waiting() || waiting.bytes() + size > bounds.waitingBytes()) {
            settle(outcome, notSent("as many publishes wait for it as may"));
            return;
        }
        long givenUpAt = System.nanoTime() + bounds.patience().toNanos();
        waiting.add(new Waiting(client, message, outcome, givenUpAt));
        setTimer(bounds.patience().toNanos());
    }

    /** Says what holds: that the broker is away, or that it is there and takes less than it is given. */
    private PublishOutcome notSent(String what) {
        boolean up = link.get().isUp();
        String why = up ? "the broker does not keep up, and " : "the gateway has no connection to the broker, and ";
        return new PublishOutcome.NotSent(up, why + what);
    }

    /** The link is up: what waited goes out. */
    void onUp(int receiveMaximum) {
        window = Math.min(receiveMaximum, bounds.inFlight());
        pump();
    }

    /** The link is down: what cannot wait is given back. */
    void onDown() {
        for (Waiting one : waiting.takePlain()) {
            settle(one.outcome(), new PublishOutcome.NotSent("the connection to the broker was lost"));
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            for (Waiting next = next(); next != null; next = next()) {
                hand(next.message(), next.outcome());
            }
        } finally {
            pumping = false;
        }
    }

    /** The next that there is room for; null if there is none. */
    private @Nullable Waiting next() {
        if (waiting.isEmpty() || !link.get().isUp()) {
            return null;
        }
        Waiting next = inFlight < window ? waiting.nextAcknowledged() : null;
        return next == null && unsent < bounds.unsent() ? waiting.nextPlain() : next;
    }

    private boolean hasRoomFor(Message message) {
        return message.qos() == Qos.AT_MOST_ONCE ? unsent < bounds.unsent() : inFlight < window;
    }

    private void hand(Message message, Consumer<PublishOutcome> outcome) {
        boolean acknowledged = message.qos() != Qos.AT_MOST_ONCE;
        count(acknowledged, 1);
        link.get().publish(message, result -> {
            count(acknowledged, -1);
            settle(outcome, result);
            pump();
        });
    }

    private void count(boolean acknowledged, int change) {
        if (acknowledged) {
            inFlight += change;
        } else {
            unsent += change;
        }
    }

    private void setTimer(long nanos) {
        if (!timerSet) {
            timerSet = true;
            var unused = home.loop().eventLoop().schedule(this::giveBackOld, Math.max(nanos, 1), TimeUnit.NANOSECONDS);
            Objects.requireNonNull(unused);
        }
    }

    private void giveBackOld() {
        timerSet = false;
        long now = System.nanoTime();
        Waiting oldest = waiting.oldest();
        while (oldest != null && oldest.givenUpAtNanos() - now <= 0) {
            settle(
                    waiting.takeFirst(oldest).outcome(),
                    notSent("it has waited for " + bounds.patience().toSeconds() + " s"));
            oldest = waiting.oldest();
        }
        if (oldest != null) {
            setTimer(oldest.givenUpAtNanos() - now);
        }
    }

    private void settle(Consumer<PublishOutcome> outcome, PublishOutcome result) {
        LoopMeters meters = home.meters();
        if (result instanceof PublishOutcome.Accepted || result instanceof PublishOutcome.Written) {
            meters.published.increment();
        } else if (result instanceof PublishOutcome.Refused) {
            meters.publishRefused.increment();
        } else if (result instanceof PublishOutcome.Unknown) {
            meters.publishUnknown.increment();
        } else {
            meters.publishNotSent.increment();
        }
        outcome.accept(result);
    }
}
