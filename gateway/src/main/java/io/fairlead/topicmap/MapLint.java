package io.fairlead.topicmap;

import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import io.fairlead.topic.Qos;
import java.util.List;

/** Says what a sound map probably does not mean. */
public final class MapLint {

    /** Above this many steps a lookup takes microseconds. */
    private static final long COSTLY = 1_000;

    private final TopicMap map;
    private final Problems problems;

    private MapLint(TopicMap map, Problems problems) {
        this.map = map;
        this.problems = problems;
    }

    /** Notes a warning for everything that is probably not meant. */
    public static void lint(TopicMap map, Problems problems) {
        MapLint lint = new MapLint(map, problems);
        map.routes().forEach(lint::route);
        new RightsLint(map, problems).lint();
        lint.cost();
    }

    private void route(Route route) {
        shadowed(route);
        unused(route);
        SubscribeDefinition subscribe = route.definition().subscribe();
        if (subscribe != null) {
            delivery(route, subscribe);
            wide(route, subscribe);
            retained(route, subscribe);
        }
        openRetain(route);
    }

    private void shadowed(Route route) {
        int earlier =
                map.channels().covering(route.channel(), route.definition().emptyLevels(), route.index());
        if (earlier < route.index()) {
            Route first = map.routes().get(earlier);
            problems.warning(
                    route.definition().channel().at(),
                    "route " + route.name() + " is never used: route " + first.name() + " in line "
                            + first.definition().at().line() + " takes every channel it has",
                    "put it before " + first.name() + ", or take it away");
        }
    }

    private void unused(Route route) {
        if (route.subscribers() == null && route.publishers() == null) {
            problems.warning(
                    route.definition().at(),
                    "route " + route.name() + " lets nobody do anything",
                    "give it 'subscribe' or 'publish'; without them it only closes its channels");
        }
    }

    private void delivery(Route route, SubscribeDefinition subscribe) {
        SubscribeOptions options = subscribe.options();
        boolean durable = options.delivery() == Delivery.DURABLE;
        if (!durable && options.qos() == Qos.EXACTLY_ONCE) {
            problems.warning(
                    subscribe.at(),
                    "route " + route.name() + " is live with QoS 2, which then reaches the gateway and not the client",
                    "use 'delivery: durable', or QoS 1");
        }
        if (durable && !subscribe.stated().contains("expiry")) {
            problems.warning(
                    subscribe.at(),
                    "route " + route.name() + " is durable and does not say how long the broker keeps its messages",
                    "state it: expiry: 7d");
        }
        if (durable && options.qos() == Qos.AT_MOST_ONCE) {
            problems.warning(
                    subscribe.at(),
                    "route " + route.name() + " is durable with QoS 0, of which a broker keeps nothing",
                    "use QoS 1 or 2");
        }
    }

    /** Whoever may publish is checked by the channel's own variables, and whoever reads is not. */
    private void wide(Route route, SubscribeDefinition subscribe) {
        Allow publishers = route.publishers();
        Allow subscribers = route.subscribers();
        if (publishers == null
                || subscribers == null
                || route.channel().variables().isEmpty()) {
            return;
        }
        if (publishers.looksAt(route.channel().variables()) && subscribers.isForAll()) {
            problems.warning(
                    subscribe.at(),
                    "route " + route.name()
                            + " lets everybody read what only some may write: its publish rights look at "
                            + route.channel().variables() + ", its subscribe rights at nothing",
                    "repeat the conditions of 'publish' under 'subscribe' if reading is meant to be as narrow");
        }
    }

    private void retained(Route route, SubscribeDefinition subscribe) {
        Allow subscribers = route.subscribers();
        boolean open = subscribers != null && subscribers.isOpen();
        if (open && subscribe.options().retained() && !subscribe.stated().contains("retained")) {
            problems.warning(
                    subscribe.at(),
                    "route " + route.name() + " is open to anyone, who then gets the retained values too",
                    "state it: retained: true if so meant, retained: false if not");
        }
    }

    private void openRetain(Route route) {
        PublishDefinition publish = route.definition().publish();
        Allow publishers = route.publishers();
        if (publish != null
                && publishers != null
                && publishers.isOpen()
                && publish.options().retain()) {
            problems.warning(
                    publish.at(),
                    "route " + route.name() + " lets anyone leave retained values on the broker",
                    "allow [authenticated], or take 'retain' away");
        }
    }

    private void cost() {
        long worst = Math.max(map.channels().worstCost(), map.topics().worstCost());
        if (worst > COSTLY) {
            List<Route> routes = map.routes();
            Position at = routes.get(0).definition().at();
            problems.warning(
                    at,
                    "a single lookup may have to look at " + worst
                            + " places, since so many routes differ only in which" + " levels are variables",
                    "merge routes, or begin their channels and topics with levels of their own");
        }
    }
}
