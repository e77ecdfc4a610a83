package io.fairlead.broker.hivemq;

import io.fairlead.broker.LinkListener;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Received messages on their way to the listener, and those it has not acknowledged yet.
 *
 * <p>The library sends acknowledgements in the order of the messages, across connections too. A message of a lost
 * connection that nobody acknowledges any more, since it came again, would hold all later ones back; so what is void is
 * acknowledged here, which reaches no broker.
 */
final class Incoming {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    private final LinkListener listener;
    private final Deque<Acknowledgement> open = new ArrayDeque<>();

    Incoming(LinkListener listener) {
        this.listener = listener;
    }

    /** Hands a message over. {@code acknowledge} is the library's, and null for QoS 0. */
    void receive(Message message, @Nullable Runnable acknowledge) {
        if (acknowledge == null) {
            tell(message, Incoming::nothingToAcknowledge);
            return;
        }
        Acknowledgement acknowledgement = new Acknowledgement(this, acknowledge, message.qos() == Qos.AT_LEAST_ONCE);
        open.add(acknowledgement);
        tell(message, acknowledgement);
    }

    /** What the listener throws would end the library's stream of messages, and with it everybody's. */
    private void tell(Message message, Runnable acknowledgement) {
        try {
            listener.onMessage(message, acknowledgement);
        } catch (RuntimeException e) {
            LOG.error("a message of {} could not be handled; this is a fault of Fairlead", message.topic(), e);
        }
    }

    private static void nothingToAcknowledge() {}

    void acknowledged() {
        while (!open.isEmpty() && open.peek().isDone()) {
            open.remove();
        }
    }

    /** The connection is lost: QoS 1 comes again as new messages, QoS 2 does not, if the session lives. */
    void connectionLost() {
        List.copyOf(open).forEach(acknowledgement -> {
            if (acknowledgement.comesAgain()) {
                acknowledgement.run();
            }
        });
    }

    /** The session is lost, and with it whatever was under way in it. */
    void sessionLost() {
        List.copyOf(open).forEach(Acknowledgement::run);
    }
}
