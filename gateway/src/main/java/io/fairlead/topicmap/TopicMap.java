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
    private final List<Topics> views =
            Naming.ALL.stream().map(n -> (Topics) new NamedTopics(this, n)).toList();
    private final Topics byChannel = named(Naming.CHANNELS);

    TopicMap(List<Route> routes, ReservedPrefix reserved) {
        this.routes = List.copyOf(routes);
        this.reserved = reserved;
        for (Route route : routes) {
            boolean emptyLevels = route.definition().emptyLevels();
            channels.add(route.channel(), route.index(), emptyLevels);
            topics.add(route.topic(), route.index(), emptyLevels);
        }
    }

    @Override
    public Mapping<SubscribeGrant> forSubscribe(Identity identity, String clientName, String channel) {
        return byChannel.forSubscribe(identity, clientName, channel);
    }

    @Override
    public Mapping<PublishGrant> forPublish(Identity identity, String clientName, String channel) {
        return byChannel.forPublish(identity, clientName, channel);
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic) {
        return byChannel.forTopic(identity, clientName, topic);
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic, Delivery delivery) {
        return byChannel.forTopic(identity, clientName, topic, delivery);
    }

    @Override
    public Topics byTopic() {
        return byChannel.byTopic();
    }

    @Override
    public Topics withEmptyLevels() {
        return byChannel.withEmptyLevels();
    }

    /** The same map for clients that name things so. */
    Topics named(Naming naming) {
        return views.get(Naming.ALL.indexOf(naming));
    }

    Mapping<SubscribeGrant> forSubscribe(Asker asker, String name) {
        if (asker.naming().byTopic()) {
            return new TopicSearch(this, asker, name)
                    .first(true, (route, channel) -> subscribe(new Call(route, asker, channel)));
        }
        String fault = Names.fault(name, true);
        if (fault != null) {
            return badChannel(fault);
        }
        Route route = decide(name, asker);
        return route == null ? noRoute(name) : subscribe(new Call(route, asker, name));
    }

    Mapping<PublishGrant> forPublish(Asker asker, String name) {
        if (asker.naming().byTopic()) {
            return new TopicSearch(this, asker, name)
                    .first(false, (route, channel) -> publish(new Call(route, asker, channel)));
        }
        String fault = Names.fault(name, false);
        if (fault != null) {
            return badChannel(fault);
        }
        Route route = decide(name, asker);
        return route == null ? noRoute(name) : publish(new Call(route, asker, name));
    }

    Mapping<SubscribeGrant> forTopic(Asker asker, TopicName topic, Predicate<SubscribeGrant> wanted) {
        for (int i = topics.find(topic.value(), asker, -1);
                i < routes.size();
                i = topics.find(topic.value(), asker, i)) {
            Route route = routes.get(i);
            String channel = channelOf(route, topic.value(), asker);
            if (channel != null
                    && subscribe(new Call(route, asker, channel)) instanceof Mapped<SubscribeGrant> mapped
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
        return new Explainer(this, purpose, new Asker(identity, clientName, Naming.CHANNELS), channel).explain();
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

    /**
     * The names of routes by which somebody without any credentials may publish to whatever they like: to a whole subtree, or
     * under a first level of their own choice.
     */
    public List<String> openToPublishAnything() {
        return routes.stream()
                .filter(Route::letsAnyonePublishAnything)
                .map(Route::name)
                .toList();
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

    boolean isReserved(String topic) {
        return reserved.holds(topic);
    }

    /** The route that decides a channel or filter; null if none does. */
    @Nullable
    Route decide(String channel, Asker asker) {
        int index = asker.naming().refuses(channel) ? RouteTrie.NONE : channels.find(channel, asker, -1);
        return index == RouteTrie.NONE ? null : routes.get(index);
    }

    /**
     * The channel that a route gives a topic or filter that it reaches, if that route also decides it for this asker; else
     * null.
     */
    @Nullable
    String channelOf(Route route, String topic, Asker asker) {
        boolean usable = !reserved.holds(topic) && !asker.naming().refuses(topic);
        if (!usable || route.toChannel().fault(topic, asker) != null) {
            return null;
        }
        String channel = route.toChannel().rewrite(topic, asker);
        Route decided = Names.fault(channel, true) == null ? decide(channel, asker) : null;
        return decided != null && decided.index() == route.index() ? channel : null;
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
        String scope = wildcard ? call.scope() : null;
        return mapped(call, topic -> {
            LiveKey key = new LiveKey(route.name(), call.calledAt(topic), new TopicFilter(topic), scope);
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
                        call.calledAt(topic),
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
                ? badChannel("has an empty level that no route allows here")
                : new Denied<>(Cause.NO_ROUTE, "no route of the topic map names " + channel);
    }

    private static <G> Mapping<G> forbidden(String why) {
        return new Denied<>(Cause.FORBIDDEN, why);
    }
}
