package io.fairlead.topicmap;

import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a route grants to a subscriber. */
record RouteGrant(TopicMap map, Call call, LiveKey key, boolean wildcard, SubscribeOptions options)
        implements SubscribeGrant {

    @Override
    public Qos qos() {
        return options.qos();
    }

    @Override
    public Delivery delivery() {
        return options.delivery();
    }

    @Override
    public PayloadForm payload() {
        return call.route().definition().payload();
    }

    @Override
    public boolean retained() {
        return options.retained();
    }

    @Override
    public boolean noLocal() {
        return options.noLocal();
    }

    @Override
    public SlowPolicy slow() {
        return options.slow();
    }

    @Override
    public double maxRate() {
        return options.maxRate();
    }

    @Override
    public Recover recover() {
        return options.recover();
    }

    @Override
    public Duration expiry() {
        return options.expiry();
    }

    @Override
    public Set<String> props() {
        return options.props();
    }

    @Override
    public Set<String> share() {
        return call.route().share();
    }

    @Override
    public @Nullable String channelOf(TopicName topic) {
        if (!wildcard) {
            return topic.value().equals(key.filter().value()) ? key.channel() : null;
        }
        Route route = call.route();
        Asker asker = call.asker();
        boolean reached =
                route.topic().matches(topic.value(), asker, route.definition().emptyLevels());
        String channel = reached ? map.channelOf(route, topic.value(), asker) : null;
        boolean through = channel != null && ChannelFilter.matches(call.name(), channel);
        return through ? asker.naming().byTopic() ? topic.value() : channel : null;
    }
}
