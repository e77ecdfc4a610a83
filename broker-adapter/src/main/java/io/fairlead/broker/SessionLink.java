package io.fairlead.broker;

import io.fairlead.topic.TopicFilter;
import java.util.List;
import java.util.function.Consumer;

/**
 * A connection to the broker that carries one client's own session, packet by packet: what the broker sends again after a
 * loss is told from what it sends for the first time. It only receives; publishes go over shared links. All methods are to
 * be called on the link's loop, and all callbacks come on it.
 *
 * <p>It connects once it is opened, and reconnects with backoff under the broker's budget, until it is paused or closed.
 * Connecting starts clean only where the options say so; otherwise the broker's session is taken up, whoever left it.
 */
public interface SessionLink {

    /** Whether the broker has accepted the connection and has not closed it since. */
    boolean isUp();

    /** Subscribes in one packet, with the outcomes in the order of the subscriptions; nothing is restored by itself. */
    void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome);

    /** Leaves filters; done is told whether the broker confirmed it. A filter that was never subscribed does no harm. */
    void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done);

    /**
     * Acknowledges a message by its packet id: PUBACK for QoS 1, PUBREC for QoS 2, whose rest the link does by itself. Does
     * nothing while the link is down: the message then comes again, under the same id, when the session is resumed. An id
     * counts only once its message came on this connection, and once.
     * Acknowledgements are to be given in the order of the messages (MQTT 5, section 4.6).
     */
    void acknowledge(int packetId);

    /** Drops the connection, keeps the broker's session, and stays away until {@link #resume}. */
    void pause();

    /**
     * Connects again, at the next turn of the budget, and after the former connection is gone, so that the broker has read
     * every acknowledgement of it; does nothing unless paused.
     */
    void resume();

    /**
     * Ends the link; nothing is told to the listener afterwards.
     *
     * <p>A session is ended also where the link is down or paused, by one more attempt to connect; who has lost the session
     * to another link therefore keeps it.
     *
     * @param keepSession whether the broker keeps its session, as long as its expiry says, or ends it now
     * @param done called when the connection is gone
     */
    void close(boolean keepSession, Runnable done);
}
