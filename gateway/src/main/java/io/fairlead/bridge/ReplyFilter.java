package io.fairlead.bridge;

import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker filter by which one link has the answers to its requests: subscribed when it is first needed, and anew after
 * each loss of the connection, whatever became of the session. Owned by the link's loop.
 */
final class ReplyFilter {

    private static final Logger log = LoggerFactory.getLogger(ReplyFilter.class);

    private enum State {
        UNUSED,
        SUBSCRIBING,
        IN_FORCE
    }

    // As long as the link.
    private final Supplier<BrokerLink> link;
    private final TopicFilter filter;
    private boolean complained;

    // As long as a connection.
    private State state = State.UNUSED;

    ReplyFilter(Supplier<BrokerLink> link, TopicFilter filter) {
        this.link = link;
        this.filter = filter;
    }

    /** Whether answers can be heard. */
    boolean isInForce() {
        return state == State.IN_FORCE && link.get().isUp();
    }

    /**
     * Subscribes, unless that is done or under way. The link is up.
     *
     * @param inForce called once answers can be heard
     * @param refused called if the broker does not allow it; the next call asks again
     */
    void subscribe(Runnable inForce, Consumer<SubscribeOutcome.Refused> refused) {
        if (state != State.UNUSED) {
            return;
        }
        state = State.SUBSCRIBING;
        Subscription answers = new Subscription(filter, Qos.AT_LEAST_ONCE, false);
        link.get().subscribe(List.of(answers), outcomes -> {
            if (outcomes.get(0) instanceof SubscribeOutcome.Granted) {
                state = State.IN_FORCE;
                inForce.run();
            } else if (outcomes.get(0) instanceof SubscribeOutcome.Refused no) {
                state = State.UNUSED;
                complain(no);
                refused.accept(no);
            }
        });
    }

    private void complain(SubscribeOutcome.Refused refused) {
        if (!complained) {
            complained = true;
            log.warn(
                    "the broker refuses the gateway's subscription to {}, where the answers to requests come: {}. Requests"
                            + " fail; let the gateway's user subscribe there",
                    filter,
                    refused.text());
        }
    }

    void onDown() {
        state = State.UNUSED;
    }
}
