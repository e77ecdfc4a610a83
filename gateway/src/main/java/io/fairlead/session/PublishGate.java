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
    private final PublishMarks marks;
    private final @Nullable TokenBucket ownRate;
    private final Map<String, TokenBucket> routeRates = new HashMap<>(4);

    PublishGate(SessionSettings settings, Supplier<? extends Topics> topics, Client client, long nowMillis) {
        this.settings = settings;
        this.topics = topics;
        this.client = client;
        this.marks = new PublishMarks(client);
        this.ownRate = settings.rates().publishPerSecond() > 0
                ? ownRate(settings.rates().publishPerSecond(), nowMillis)
                : null;
    }

    private static TokenBucket ownRate(double perSecond, long nowMillis) {
        int burst = (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(2 * perSecond)));
        return new TokenBucket(new Rate(perSecond, burst), nowMillis);
    }

    /** @throws Refusal if the client has published too often */
    void checkOwnRate(long nowMillis) {
        long wait = ownRate == null ? 0 : ownRate.take(nowMillis);
        if (wait > 0) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    "this client may publish " + plain(settings.rates().publishPerSecond())
                            + " times a second; slow down",
                    wait);
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
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    "route " + grant.route() + " lets a client publish " + plain(rate.perSecond())
                            + " times a second; slow down",
                    wait);
        }
    }

    /** As it stands in a file: 5, not 5.0. */
    private static String plain(double rate) {
        return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
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
