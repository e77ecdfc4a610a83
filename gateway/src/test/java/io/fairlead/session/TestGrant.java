package io.fairlead.session;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.LiveKey;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.topicmap.Recover;
import io.fairlead.topicmap.SlowPolicy;
import io.fairlead.topicmap.SubscribeGrant;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plain right to subscribe, for tests without a topic map. Channels under {@code open/3} come three times a second. */
record TestGrant(LiveKey key, Delivery delivery) implements SubscribeGrant {

    static TestGrant live(String channel, @Nullable String scope) {
        return new TestGrant(new LiveKey("test", channel, new TopicFilter("t/" + channel), scope), Delivery.LIVE);
    }

    TestGrant durable() {
        return new TestGrant(key, Delivery.DURABLE);
    }

    @Override
    public boolean wildcard() {
        return filter().hasWildcard();
    }

    @Override
    public Qos qos() {
        return Qos.AT_LEAST_ONCE;
    }

    @Override
    public PayloadForm payload() {
        return PayloadForm.JSON;
    }

    @Override
    public boolean retained() {
        return true;
    }

    @Override
    public SlowPolicy slow() {
        return SlowPolicy.OLDEST;
    }

    @Override
    public double maxRate() {
        return key.channel().startsWith("open/3/") ? 3 : 0;
    }

    @Override
    public Recover recover() {
        return Recover.NONE;
    }

    @Override
    public Duration expiry() {
        return Duration.ZERO;
    }

    @Override
    public Set<String> props() {
        return Set.of();
    }

    /** Channels {@code …/own} leave out one's own. */
    @Override
    public boolean noLocal() {
        return channel().endsWith("/own");
    }

    @Override
    public Set<String> share() {
        return Set.of();
    }

    @Override
    public @Nullable String channelOf(TopicName topic) {
        return filter().matches(topic) ? topic.value().substring(2) : null;
    }
}
