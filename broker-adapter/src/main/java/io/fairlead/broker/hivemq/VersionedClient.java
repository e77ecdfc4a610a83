package io.fairlead.broker.hivemq;

import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Message;
import io.fairlead.topic.TopicFilter;
import java.util.List;
import java.util.function.Consumer;

/**
 * One client of the library, for one MQTT version, in the terms of the port. It keeps the MQTT session's state across
 * the connections it makes. Everything happens on the link's loop; what is asked while it is not connected is not
 * answered.
 */
interface VersionedClient {

    MqttVersion version();

    /** Starts to connect. What comes of it is told to the {@link ClientEvents}. */
    void connect(boolean clean);

    /**
     * Has received messages handed to the {@link ClientEvents} from now on. To be called before every connection: the
     * library acknowledges and drops what meets no receiver, and forgets receivers when the session ends.
     */
    void listen();

    void publish(Message message, Consumer<PublishOutcome> outcome);

    void subscribe(List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcomes);

    void unsubscribe(List<TopicFilter> filters, Consumer<Boolean> done);

    /** Says goodbye. {@code gone} is called when it is said, or there is no connection to say it on. */
    void disconnect(boolean keepSession, Runnable gone);
}
