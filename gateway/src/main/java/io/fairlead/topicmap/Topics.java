package io.fairlead.topicmap;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicName;
import java.time.Duration;

/**
 * What a topic map answers when a client or the broker speaks: which topic or filter a channel stands for, which channel a
 * topic has, and who may use it.
 */
public interface Topics {

    /**
     * Maps a channel or channel filter that a client wants to receive. Never throws for a bad name.
     *
     * @param clientName the client's own name, for routes that use {@code {client}}
     */
    Mapping<SubscribeGrant> forSubscribe(Identity identity, String clientName, String channel);

    /**
     * What an identity gets of a message on a topic, whatever its delivery: the first route in file order that reaches the
     * topic, decides the channel it has there, and lets this identity subscribe to it. The grant bears that channel.
     */
    Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic);

    /**
     * What an identity gets of a message on a topic: the first route in file order of this delivery that reaches the topic,
     * decides the channel it has there, and lets this identity subscribe to it. The grant bears that channel.
     */
    Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic, Delivery delivery);

    /** The longest {@code expiry} of the durable routes; zero if there are none. */
    Duration longestExpiry();

    /** Maps a channel that a client wants to publish to. Never throws for a bad name. */
    Mapping<PublishGrant> forPublish(Identity identity, String clientName, String channel);

    /**
     * The same map for clients that name things by the broker's topics: what is called a channel here is a topic or filter there.
     * The first route in file order that reaches the topic, decides the channel it has there and grants that channel is the one
     * that counts, so that nothing is granted that its channel would not be. The same object each time.
     */
    Topics byTopic();

    /**
     * The same map for clients whose names may have empty levels, where a route says {@code emptyLevels}; others never may. The same
     * object each time.
     */
    Topics withEmptyLevels();
}
