package io.fairlead.bridge;

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

/**
 * A right to subscribe whose channel is the topic. The first level says what is special: {@code q0} is QoS 0, {@code own}
 * leaves out one's own, {@code strict} disconnects who is slow, {@code latest} keeps the latest for who is, {@code fresh}
 * replays nothing, {@code faulty} is a fault of the gateway at every join, {@code kept} keeps 5 messages for an hour, and
 * {@code alias} is another channel of the topic that follows; {@code durable} is durable, of QoS 0 where
 * {@code q0} follows.
 */
record PlainGrant(LiveKey key) implements SubscribeGrant {

    static PlainGrant of(String channel) {
        String topic = channel.startsWith("alias/") ? channel.substring("alias/".length()) : channel;
        return new PlainGrant(new LiveKey("test", channel, new TopicFilter(topic), null));
    }

    private boolean is(String firstLevel) {
        return channel().startsWith(firstLevel + "/");
    }

    @Override
    public boolean wildcard() {
        return filter().hasWildcard();
    }

    @Override
    public Qos qos() {
        return is("q0") || is("durable/q0") ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE;
    }

    @Override
    public Delivery delivery() {
        return is("durable") ? Delivery.DURABLE : Delivery.LIVE;
    }

    @Override
    public PayloadForm payload() {
        return PayloadForm.TEXT;
    }

    @Override
    public boolean retained() {
        if (is("faulty")) {
            throw new IllegalStateException("a fault in the gateway");
        }
        return !is("fresh");
    }

    @Override
    public boolean noLocal() {
        return is("own");
    }

    @Override
    public SlowPolicy slow() {
        return is("strict") ? SlowPolicy.DISCONNECT : is("latest") ? SlowPolicy.LATEST : SlowPolicy.OLDEST;
    }

    @Override
    public double maxRate() {
        return 0;
    }

    @Override
    public Recover recover() {
        if (is("kept")) {
            return new Recover(5, Duration.ofHours(1));
        }
        return is("alias") ? new Recover(1, Duration.ofHours(1)) : Recover.NONE;
    }

    @Override
    public Duration expiry() {
        return Duration.ZERO;
    }

    @Override
    public Set<String> props() {
        return Set.of();
    }

    @Override
    public Set<String> share() {
        return Set.of();
    }

    @Override
    public @Nullable String channelOf(TopicName topic) {
        return filter().matches(topic) ? topic.value() : null;
    }
}
