package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;
import java.util.List;
import java.util.function.Consumer;

/**
 * One MQTT connection to the broker, across its reconnects. All methods are to be called on the link's loop, and all
 * callbacks come on it.
 *
 * <p>A link that is down takes no work: what is asked of it meanwhile is answered at once with {@link
 * PublishOutcome.NotSent} or {@link SubscribeOutcome.LinkDown}. Keeping work for later is the caller's decision, who
 * knows its bounds.
 *
 * <p>An outcome that is known at once may be told before the method that was called returns.
 */
public interface BrokerLink {

    /** Whether the broker has accepted the connection and has not closed it since. */
    boolean isUp();

    /** What the broker said of itself when the link last came up. Only valid while {@link #isUp()}. */
    LinkUp up();

    /**
     * Publishes, in the order of the calls. The outcome is called exactly once: for QoS 0 when the message was handed to
     * the broker's socket, for QoS 1 and 2 when the broker has answered or the link was lost before it did. What exceeds
     * the broker's Receive Maximum waits here and is {@link PublishOutcome.NotSent} if the link is lost first.
     */
    void publish(Message message, Consumer<PublishOutcome> outcome);

    /** Publishes that have no outcome yet, those that wait for the broker's window included. */
    int publishesInFlight();

    /**
     * Subscribes to several filters in one packet. The outcomes are in the order of the subscriptions. The link
     * subscribes again by itself, to what was granted, after a reconnect that lost the session. What ended in {@link
     * SubscribeOutcome.LinkDown} may be in force or not when the link is up again, and is not subscribed again.
     */
    void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome);

    /** Leaves filters; done is told whether the broker confirmed it. A filter that was never subscribed does no harm. */
    void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done);

    /**
     * Ends the link. What has no outcome yet gets it first; nothing is told to the listener afterwards.
     *
     * @param keepSession whether the broker keeps its session, as long as its expiry says, or ends it now
     * @param done called when the connection is gone
     */
    void close(boolean keepSession, Runnable done);
}
