package io.fairlead.topicmap;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping.Cause;
import io.fairlead.topicmap.Mapping.Denied;
import io.fairlead.topicmap.Mapping.Mapped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The topic map: which topic a channel stands for, and who may use it. Made by {@link TopicMapCompiler}. Immutable, for
 * any thread; nothing it does blocks. The first route in file order that a channel is an instance of decides it, for
 * every purpose.
 */
public final class TopicMap implements Topics {

    private final List<Route> routes;
    private final RouteTrie channels = new RouteTrie();
    private final RouteTrie topics = new RouteTrie();
    private final ReservedPrefix reserved;

    TopicMap(List<Route> routes, ReservedPrefix reserved) {
        this.routes = List.copyOf(routes);
        this.reserved = reserved;
        for (Route route : routes) {
            boolean emptyLevels = route.definition().emptyLevels();
            channels.add(route.channel(), route.index(), emptyLevels);
            topics.add(route.topic(), route.index(), emptyLevels);
        }
    }

    /**
     * What an identity gets that subscribes to a channel or channel filter.
     *
     * @param clientName the client's name, the value of {@code {client}}
     */
    @Override
    public Mapping<SubscribeGrant> forSubscribe(Identity identity, String clientName, String channel) {
        return forSubscribe(new Asker(identity, clientName), channel);
    }

    /**
     * What an identity gets that publishes to a channel.
     *
     * @param clientName the client's name, the value of {@code {client}}
     */
    @Override
    public Mapping<PublishGrant> forPublish(Identity identity, String clientName, String channel) {
        String fault = Names.fault(channel, false);
        if (fault != null) {
            return badChannel(fault);
        }
        Asker asker = new Asker(identity, clientName);
        Route route = decide(channel, asker);
        return route == null ? noRoute(channel) : publish(new Call(route, asker, channel));
    }

    /**
     * What an identity that may subscribe gets of a message on a topic: the first route in file order that reaches the
     * topic, decides the channel it has there, and lets this identity subscribe to it. The grant bears that channel.
     */
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic) {
        return forTopic(identity, clientName, topic, grant -> true);
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic, Delivery delivery) {
        return forTopic(identity, clientName, topic, grant -> grant.delivery() == delivery);
    }

    private Mapping<SubscribeGrant> forTopic(
            Identity identity, String clientName, TopicName topic, Predicate<SubscribeGrant> wanted) {
        Asker asker = new Asker(identity, clientName);
        for (int i = topics.find(topic.value(), asker, -1);
                i < routes.size();
                i = topics.find(topic.value(), asker, i)) {
            String channel = channelOf(routes.get(i), topic, asker);
            if (channel != null
                    && forSubscribe(asker, channel) instanceof Mapped<SubscribeGrant> mapped
                    && wanted.test(mapped.grant())) {
                return mapped;
            }
        }
        return new Denied<>(
                Cause.NO_ROUTE, "no route brings the topic to a channel that " + asker.words() + " may receive");
    }

    /**
     * Why {@link #forSubscribe} or {@link #forPublish} answers what it answers.
     *
     * @param clientName the client's name, the value of {@code {client}}
     */
    public Explanation explain(Purpose purpose, Identity identity, String clientName, String channel) {
        return new Explainer(this, purpose, new Asker(identity, clientName), channel).explain();
    }

    /** How many routes there are. */
    public int size() {
        return routes.size();
    }

    @Override
    public Duration longestExpiry() {
        return routes.stream()
                .map(r -> r.definition().subscribe())
                .filter(s -> s != null && s.options().delivery() == Delivery.DURABLE)
                .map(s -> s == null ? Duration.ZERO : s.options().expiry())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    List<Route> routes() {
        return routes;
    }

    RouteTrie channels() {
        return channels;
    }

    RouteTrie topics() {
        return topics;
    }

    /** The route that decides a channel or filter; null if none does. */
    @Nullable
    Route decide(String channel, Asker asker) {
        int index = channels.find(channel, asker, -1);
        return index == RouteTrie.NONE ? null : routes.get(index);
    }

    /** The channel that a route gives a topic, if that route also decides it for this asker; else null. */
    @Nullable
    String channelOf(Route route, TopicName topic, Asker asker) {
        boolean reached = !reserved.holds(topic.value())
                && route.topic()
                        .matches(topic.value(), asker, route.definition().emptyLevels());
        if (!reached || route.toChannel().fault(topic.value(), asker) != null) {
            return null;
        }
        String channel = route.toChannel().rewrite(topic.value(), asker);
        boolean decides = Names.fault(channel, false) == null && channels.find(channel, asker, -1) == route.index();
        return decides ? channel : null;
    }

    private Mapping<SubscribeGrant> forSubscribe(Asker asker, String channel) {
        String fault = Names.fault(channel, true);
        if (fault != null) {
            return badChannel(fault);
        }
        Route route = decide(channel, asker);
        return route == null ? noRoute(channel) : subscribe(new Call(route, asker, channel));
    }

    private Mapping<SubscribeGrant> subscribe(Call call) {
        Route route = call.route();
        SubscribeDefinition definition = route.definition().subscribe();
        Allow allow = route.subscribers();
        if (definition == null || allow == null) {
            return forbidden("route " + route.name() + " lets nobody subscribe");
        }
        boolean wildcard = Names.hasWildcard(call.name());
        String variable = wildcard ? route.forbiddenWildcard(call.name()) : null;
        if (variable != null) {
            return forbidden("route " + route.name() + " allows no wildcard for {" + variable + "}");
        }
        if (definition.options().delivery() == Delivery.DURABLE
                && !call.asker().identity().isAuthenticated()) {
            return forbidden("route " + route.name() + " is durable, which needs a verified token");
        }
        if (!allow.holds(call)) {
            return forbidden(refusal(call, "subscribe to"));
        }
        String scope = wildcard ? route.scopeOf(call.asker()) : null;
        return mapped(call, topic -> {
            LiveKey key = new LiveKey(route.name(), call.name(), new TopicFilter(topic), scope);
            return new RouteGrant(this, call, key, wildcard, definition.options());
        });
    }

    private Mapping<PublishGrant> publish(Call call) {
        Route route = call.route();
        PublishDefinition definition = route.definition().publish();
        Allow allow = route.publishers();
        if (definition == null || allow == null) {
            return forbidden("route " + route.name() + " lets nobody publish");
        }
        if (!allow.holds(call)) {
            return forbidden(refusal(call, "publish to"));
        }
        PublishOptions options = definition.options();
        return mapped(
                call,
                topic -> new PublishGrant(
                        route.name(),
                        call.name(),
                        new TopicName(topic),
                        options.qos(),
                        route.definition().payload(),
                        options.maxBytes(),
                        options.rate(),
                        options.retain(),
                        options.request(),
                        options.props()));
    }

    private <G> Mapping<G> mapped(Call call, Function<String, G> grant) {
        Rewriter toTopic = call.route().toTopic();
        String fault = toTopic.fault(call.name(), call.asker());
        if (fault != null) {
            return forbidden(call.name() + " cannot be mapped: " + fault);
        }
        String topic = toTopic.rewrite(call.name(), call.asker());
        return reserved.holds(topic)
                ? forbidden(call.name() + " would reach what the gateway keeps for itself")
                : new Mapped<>(grant.apply(topic));
    }

    private static String refusal(Call call, String verb) {
        return call.asker().words() + " may not " + verb + " " + call.name() + ": no condition of route "
                + call.route().name() + " holds";
    }

    private static <G> Mapping<G> badChannel(String fault) {
        return new Denied<>(Cause.BAD_CHANNEL, "that is not a channel name: it " + fault);
    }

    private static <G> Mapping<G> noRoute(String channel) {
        return Names.hasEmptyLevel(channel, 0)
                ? badChannel("has an empty level")
                : new Denied<>(Cause.NO_ROUTE, "no route of the topic map names " + channel);
    }

    private static <G> Mapping<G> forbidden(String why) {
        return new Denied<>(Cause.FORBIDDEN, why);
    }
}
