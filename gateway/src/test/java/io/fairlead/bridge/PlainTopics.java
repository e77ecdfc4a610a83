package io.fairlead.bridge;

import io.fairlead.identity.Identity;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.Topics;
import java.time.Duration;
import java.util.Set;

/** A topic map in which every channel is the topic of the same name, and everybody may do everything. */
final class PlainTopics implements Topics {

    @Override
    public Mapping<SubscribeGrant> forSubscribe(Identity identity, String clientName, String channel) {
        return new Mapping.Mapped<>(PlainGrant.of(channel));
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic) {
        return new Mapping.Mapped<>(PlainGrant.of(topic.value()));
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic, Delivery delivery) {
        PlainGrant grant = PlainGrant.of(topic.value());
        return grant.delivery() == delivery
                ? new Mapping.Mapped<>(grant)
                : new Mapping.Denied<>(Mapping.Cause.NO_ROUTE, "not " + delivery);
    }

    @Override
    public Topics byTopic() {
        return this;
    }

    @Override
    public Topics withEmptyLevels() {
        return this;
    }

    @Override
    public Duration longestExpiry() {
        return Duration.ofDays(1);
    }

    @Override
    public Mapping<PublishGrant> forPublish(Identity identity, String clientName, String channel) {
        return new Mapping.Mapped<>(new PublishGrant(
                "test",
                channel,
                new TopicName(channel),
                Qos.EXACTLY_ONCE,
                PayloadForm.TEXT,
                1000,
                null,
                true,
                true,
                Set.of("colour")));
    }
}
