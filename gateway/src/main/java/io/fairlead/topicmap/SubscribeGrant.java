package io.fairlead.topicmap;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The right to receive one channel, or one channel filter, and how. Made only by the topic map. */
public interface SubscribeGrant {

    /** What makes it the same live channel as another's. */
    LiveKey key();

    /** The channel or channel filter as the client named it. */
    default String channel() {
        return key().channel();
    }

    /** The filter on the broker. */
    default TopicFilter filter() {
        return key().filter();
    }

    /** Whether the channel name holds wildcards, so that messages bear their own channel and this one as filter. */
    boolean wildcard();

    /** The QoS of the subscription on the broker: the route's. */
    Qos qos();

    Delivery delivery();

    /** The form messages take in a frame, where their bytes are valid in it. */
    PayloadForm payload();

    /** Whether retained messages are replayed at subscription. */
    boolean retained();

    /** Whether one's own publishes are left out. */
    boolean noLocal();

    SlowPolicy slow();

    /** Messages a second and channel for each client; 0 for no limit. */
    double maxRate();

    Recover recover();

    /** For a durable route: how long the broker keeps messages for a client that is away. */
    Duration expiry();

    /** The MQTT 5 user properties that reach the client; the single entry {@code *} stands for all. */
    Set<String> props();

    /** The {@code $share} groups through which MQTT clients may receive it; others are refused. */
    Set<String> share();

    /**
     * The concrete channel of a message that came through this subscription. Null where the topic has no channel here,
     * or another route decides that channel: then it is not delivered.
     */
    @Nullable
    String channelOf(TopicName topic);
}
