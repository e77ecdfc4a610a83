package io.fairlead.relay;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.Topics;
import java.util.function.Supplier;

/** What one client may do now, by its identity and the topic map that is in force. Owned by the client's loop. */
final class Rights {

    private final Supplier<? extends Topics> topics;
    private final String clientName;
    private Identity identity;

    /** @param clientName the client's own name, as it gave it or the gateway made it */
    Rights(Supplier<? extends Topics> topics, Identity identity, String clientName) {
        this.topics = topics;
        this.identity = identity;
        this.clientName = clientName;
    }

    Identity identity() {
        return identity;
    }

    /** The client has shown who it is anew. What was decided before is to be decided again. */
    void identity(Identity renewed) {
        this.identity = renewed;
    }

    /** The map in force; where it is another object than before, what was decided is to be decided again. */
    Topics topics() {
        return topics.get();
    }

    Mapping<SubscribeGrant> forSubscribe(String channel) {
        return topics().forSubscribe(identity, clientName, channel);
    }

    Mapping<PublishGrant> forPublish(String channel) {
        return topics().forPublish(identity, clientName, channel);
    }

    Mapping<SubscribeGrant> forTopic(TopicName topic) {
        return topics().forTopic(identity, clientName, topic);
    }
}
