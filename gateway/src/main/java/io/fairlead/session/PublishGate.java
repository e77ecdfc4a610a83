package io.fairlead.session;

import io.fairlead.identity.Identity;
import io.fairlead.topic.Message;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.Rate;
import io.fairlead.topicmap.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What of a client's publishes and requests may go out, how often, and as which messages. Each costs one of the client's own
 * rate, also one that is refused; only what passes everything else costs one of its route's.
 */
final class PublishGate {

    private final SessionSettings settings;
    private final Supplier<? extends Topics> topics;
    private final Client client;
    private final UserShare user;
    private final PublishMarks marks;
    private final @Nullable TokenBucket ownRate;
    private final Map<String, TokenBucket> routeRates = new HashMap<>(4);

    PublishGate(
            SessionSettings settings,
            Supplier<? extends Topics> topics,
            Client client,
            UserShare user,
            long nowMillis) {
        this.settings = settings;
        this.topics = topics;
        this.client = client;
        this.user = user;
        this.marks = new PublishMarks(client);
        this.ownRate = settings.rates().publishPerSecond() > 0
                ? ownRate(settings.rates().publishPerSecond(), nowMillis)
                : null;
    }

    private static TokenBucket ownRate(double perSecond, long nowMillis) {
        return new TokenBucket(TokenBucket.twiceInABurst(perSecond), nowMillis);
    }

    /** @throws Refusal if the client has published too often, or its user has */
    void checkOwnRate(long nowMillis) {
        long wait = ownRate == null ? 0 : ownRate.untilOne(nowMillis);
        if (wait > 0) {
            throw Refusal.tooOften(
                    "this client may publish", settings.rates().publishPerSecond(), "times", Limit.PUBLISHES, wait);
        }
        wait = user.takePublish(nowMillis);
        if (wait > 0) {
            throw Refusal.tooOften(
                    "all clients of this user together may publish",
                    user.limits().publishPerSecond(),
                    "times",
                    Limit.USER_PUBLISHES,
                    wait);
        }
        if (ownRate != null) {
            ownRate.take(nowMillis);
        }
    }

    /** @throws Refusal if the topic map does not let this identity publish to the channel */
    PublishGrant granted(Identity identity, String channel) {
        Mapping<PublishGrant> mapping = topics.get().forPublish(identity, client.name(), channel);
        if (mapping instanceof Mapping.Mapped<PublishGrant> mapped) {
            return mapped.grant();
        }
        throw Denials.refusal((Mapping.Denied<PublishGrant>) mapping);
    }

    /** @throws Refusal if the client has published to the route too often */
    void checkRouteRate(PublishGrant grant, long nowMillis) {
        Rate rate = grant.rate();
        if (rate == null) {
            return;
        }
        long wait = bucket(grant.route(), rate, nowMillis).take(nowMillis);
        if (wait > 0) {
            throw Refusal.tooOften(
                    "route " + grant.route() + " lets a client publish",
                    rate.perSecond(),
                    "times",
                    Limit.ROUTE_RATE,
                    wait);
        }
    }

    private TokenBucket bucket(String route, Rate rate, long nowMillis) {
        TokenBucket known = routeRates.get(route);
        if (known != null && known.rate().equals(rate)) {
            return known;
        }
        TokenBucket fresh = new TokenBucket(rate, nowMillis);
        routeRates.put(route, fresh);
        return fresh;
    }

    /** The message to the broker. */
    Message message(Command.Publish command, PublishGrant grant) {
        return new Message(
                grant.topic(),
                command.payload().bytes(),
                command.qos() == null ? grant.qos() : command.qos(),
                command.retain(),
                command.expirySeconds() < 0 ? Message.NO_EXPIRY : command.expirySeconds(),
                command.contentType(),
                null,
                null,
                marks.addTo(command, grant.props()),
                command.packet() != null && command.packet().utf8());
    }
}
