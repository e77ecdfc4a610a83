package io.fairlead.config;

import io.fairlead.bridge.NodeSettings;
import io.fairlead.config.yaml.Section;
import io.fairlead.session.RateSettings;
import io.fairlead.session.SessionSettings;
import io.fairlead.transport.websocket.WebSocketDoor;
import java.time.Duration;

/** Reads {@code limits}, and what of {@code broker} and {@code durable} is a bound too. */
final class LimitsSection {

    private static final NodeSettings USUAL = NodeSettings.defaults("", 1);
    private static final int MANY = 1_000_000;
    private static final int VERY_MANY = 100_000_000;

    /** The most that a link can have unacknowledged (MQTT 5, section 3.1.2.11.3). */
    private static final int WIDEST_WINDOW = 65_535;

    /** Of what a client or a server is given to answer: nothing could within less, or would be waited for longer. */
    private static final Duration SHORTEST = Duration.ofMillis(10);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST_PING = Duration.ofSeconds(1);

    private final Section limits;

    LimitsSection(Section limits) {
        this.limits = limits;
    }

    SessionSettings session(String node, Section web) {
        SessionSettings usual = USUAL.session();
        Duration ping = web.duration("ping", Duration.ofMillis(usual.pingMillis()), SHORTEST_PING, LONGEST);
        return new SessionSettings(
                node,
                ping.toMillis(),
                limits.size("maxBytes", usual.maxBytes(), 1, WebSocketDoor.MAX_MESSAGE_BYTES),
                limits.integer("subscriptions", usual.subscriptions(), 1, MANY),
                rates(usual.rates()),
                limits.integer("publishesInFlight", usual.publishesInFlight(), 1, MANY),
                limits.bytes("publishBytesInFlight", usual.publishBytesInFlight(), 1),
                requests(usual.requests()),
                limits.duration("connectTimeout", Duration.ofMillis(usual.connectTimeoutMillis()), SHORTEST, LONGEST)
                        .toMillis());
    }

    private RateSettings rates(RateSettings usual) {
        double publishes = limits.number("publishPerSecond", usual.publishPerSecond(), 0, MANY);
        return new RateSettings(
                limits.number("commandsPerSecond", RateSettings.commandsBeside(publishes), 0, MANY),
                publishes,
                limits.bytes("bytesPerSecond", Math.round(usual.bytesPerSecond()), 0),
                user(limits.section("user")));
    }

    private static RateSettings.User user(Section user) {
        return new RateSettings.User(
                user.number("commandsPerSecond", 0, 0, MANY),
                user.number("publishPerSecond", 0, 0, MANY),
                user.bytes("bytesPerSecond", 0, 0));
    }

    private SessionSettings.Requests requests(SessionSettings.Requests usual) {
        Duration longest =
                limits.duration("longestRequest", Duration.ofMillis(usual.longestMillis()), SHORTEST, LONGEST);
        Duration timeout =
                limits.duration("requestTimeout", Duration.ofMillis(usual.timeoutMillis()), SHORTEST, LONGEST);
        if (timeout.compareTo(longest) > 0) {
            limits.value("requestTimeout")
                    .or(() -> limits.value("longestRequest"))
                    .ifPresent(value -> value.refuse("a requestTimeout that is not above longestRequest", ""));
        }
        return new SessionSettings.Requests(
                limits.integer("requestsInFlight", usual.inFlight(), 1, MANY), timeout.toMillis(), longest.toMillis());
    }

    Configuration.Bounds bounds(Section broker, Section durable) {
        return new Configuration.Bounds(
                limits.bytes("pendingBytes", USUAL.maxPendingBytes(), 1),
                publishing(broker.section("waiting")),
                durable(broker, durable),
                new NodeSettings.Recovery(
                        limits.bytes("recoverBytes", USUAL.recovery().bytes(), 0)),
                memory(limits.section("remember")));
    }

    private static NodeSettings.Publishing publishing(Section waiting) {
        NodeSettings.Publishing usual = USUAL.publishing();
        return new NodeSettings.Publishing(
                usual.inFlight(),
                usual.unsent(),
                waiting.integer("publishes", usual.waiting(), 0, VERY_MANY),
                waiting.bytes("bytes", usual.waitingBytes(), 0),
                waiting.duration("patience", usual.patience()));
    }

    private static NodeSettings.Durable durable(Section broker, Section durable) {
        NodeSettings.Durable usual = USUAL.durable();
        return new NodeSettings.Durable(
                durable.integer("windowMessages", usual.windowMessages(), 1, WIDEST_WINDOW),
                durable.bytes("windowBytes", usual.windowBytes(), 1),
                durable.duration("linger", usual.linger()),
                durable.integer("clientsPerUser", usual.clientsPerUser(), 1, MANY),
                durable.duration("claimWait", usual.claimWait()),
                broker.flag("expiresSessions", usual.expiresSessions()));
    }

    private static NodeSettings.Memory memory(Section remember) {
        NodeSettings.Memory usual = USUAL.memory();
        return new NodeSettings.Memory(
                remember.integer("perClient", usual.idsPerClient(), 0, MANY),
                remember.duration("age", usual.age()),
                remember.integer("publishes", usual.ids(), 0, VERY_MANY));
    }
}
