package io.fairlead.topicmap;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicName;
import java.time.Duration;

/** A map as clients see it who name things in a way of their own. Immutable, for any thread. */
record NamedTopics(TopicMap map, Naming naming) implements Topics {

    @Override
    public Mapping<SubscribeGrant> forSubscribe(Identity identity, String clientName, String channel) {
        return map.forSubscribe(asker(identity, clientName), channel);
    }

    @Override
    public Mapping<PublishGrant> forPublish(Identity identity, String clientName, String channel) {
        return map.forPublish(asker(identity, clientName), channel);
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic) {
        return map.forTopic(asker(identity, clientName), topic, grant -> true);
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic, Delivery delivery) {
        return map.forTopic(asker(identity, clientName), topic, grant -> grant.delivery() == delivery);
    }

    @Override
    public Duration longestExpiry() {
        return map.longestExpiry();
    }

    @Override
    public Topics byTopic() {
        return map.named(new Naming(true, naming.emptyLevels()));
    }

    @Override
    public Topics withEmptyLevels() {
        return map.named(new Naming(naming.byTopic(), true));
    }

    private Asker asker(Identity identity, String clientName) {
        return new Asker(identity, clientName, naming);
    }
}
