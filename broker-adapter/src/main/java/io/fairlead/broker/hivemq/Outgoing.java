package io.fairlead.broker.hivemq;

import io.fairlead.broker.PublishOutcome;
import io.fairlead.topic.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Publishes between the port and the library, in their order. The library gets no more of them than the broker takes at
 * a time: past that it would queue without bound, keep the queue while the link is down, and not tell which publishes
 * were never sent. So those wait here.
 */
final class Outgoing {

    private final BiConsumer<Message, Consumer<PublishOutcome>> library;

    // For the life of a connection
    private int window;
    private final Deque<Publish> handedOver = new ArrayDeque<>();
    private int unanswered;
    private final Deque<Publish> waiting = new ArrayDeque<>();

    /** @param library hands a publish to the library, which answers on the loop, or not at all if the link is lost */
    Outgoing(BiConsumer<Message, Consumer<PublishOutcome>> library) {
        this.library = library;
    }

    /** The link is up, and the broker takes so many publishes at a time. */
    void connected(int publishesAtATime) {
        window = publishesAtATime;
    }

    void publish(Message message, Consumer<PublishOutcome> outcome) {
        waiting.add(new Publish(message, outcome));
        handOver();
    }

    private void handOver() {
        while (unanswered < window && !waiting.isEmpty()) {
            Publish next = waiting.remove();
            handedOver.add(next);
            unanswered++;
            library.accept(next.message, outcome -> answer(next, outcome));
        }
    }

    private void answer(Publish publish, PublishOutcome outcome) {
        if (publish.answered) {
            return;
        }
        publish.answered = true;
        unanswered--;
        while (!handedOver.isEmpty() && handedOver.peek().answered) {
            handedOver.remove();
        }
        publish.outcome.accept(outcome);
        handOver();
    }

    int inFlight() {
        return unanswered + waiting.size();
    }

    /** The link is lost: what was handed over may have arrived, what waited has not. */
    void connectionLost(String why) {
        window = 0;
        List<Publish> maybeSent = List.copyOf(handedOver);
        List<Publish> neverSent = List.copyOf(waiting);
        waiting.clear();
        maybeSent.forEach(publish -> answer(publish, new PublishOutcome.Unknown(why)));
        neverSent.forEach(publish -> publish.outcome.accept(new PublishOutcome.NotSent(why)));
    }

    private static final class Publish {
        final Message message;
        final Consumer<PublishOutcome> outcome;
        boolean answered;

        Publish(Message message, Consumer<PublishOutcome> outcome) {
            this.message = message;
            this.outcome = outcome;
        }
    }
}
