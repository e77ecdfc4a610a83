package io.fairlead.session;

import io.fairlead.broker.PublishOutcome;
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
 * A session's publishes: what may go out, how much of it, and who waits for which outcome. Every publish costs one of the
 * client's own rate, also one that is refused; only what passes everything else costs one of its route's.
 */
final class Publishing {

    // As long as the session.
    private final SessionSettings settings;
    private final Supplier<? extends Topics> topics;
    private final Client client;
    private final PublishMarks marks;
    private final Outbox out;
    private final @Nullable TokenBucket ownRate;
    private final Map<String, TokenBucket> routeRates = new HashMap<>(4);

    // As long as a publish is in flight.
    private final Map<Long, InFlight> inFlight = new HashMap<>(4);
    private long bytesInFlight;

    private record InFlight(@Nullable CommandId id, String channel, int bytes) {}

    Publishing(SessionSettings settings, Supplier<? extends Topics> topics, Client client, Outbox out, long nowMillis) {
        this.settings = settings;
        this.topics = topics;
        this.client = client;
        this.marks = new PublishMarks(client);
        this.out = out;
        this.ownRate = settings.publishPerSecond() > 0 ? ownRate(settings.publishPerSecond(), nowMillis) : null;
    }

    private static TokenBucket ownRate(double perSecond, long nowMillis) {
        int burst = (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(2 * perSecond)));
        return new TokenBucket(new Rate(perSecond, burst), nowMillis);
    }

    /** @throws Refusal if it may not be */
    void publish(Identity identity, Command.Publish command, long nowMillis) {
        checkOwnRate(nowMillis);
        PublishGrant grant = granted(identity, command.channel());
        PublishRules.check(command, grant);
        checkInFlight(command.payload().bytes().length);
        checkRouteRate(grant, nowMillis);

        long token = out.nextToken();
        begin(token, command);
        out.run(new Effect.Publish(token, message(command, grant)));
    }

    private void begin(long token, Command.Publish command) {
        int bytes = command.payload().bytes().length;
        inFlight.put(token, new InFlight(command.id(), command.channel(), bytes));
        bytesInFlight += bytes;
    }

    private void checkOwnRate(long nowMillis) {
        long wait = ownRate == null ? 0 : ownRate.take(nowMillis);
        if (wait > 0) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    "this client may publish " + settings.publishPerSecond() + " times a second; slow down",
                    wait);
        }
    }

    private PublishGrant granted(Identity identity, String channel) {
        Mapping<PublishGrant> mapping = topics.get().forPublish(identity, client.name(), channel);
        if (mapping instanceof Mapping.Mapped<PublishGrant> mapped) {
            return mapped.grant();
        }
        throw Denials.refusal((Mapping.Denied<PublishGrant>) mapping);
    }

    private void checkInFlight(int bytes) {
        if (inFlight.size() >= settings.publishesInFlight()) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    inFlight.size() + " publishes of this client wait for the broker, as many as may; "
                            + "wait for a reply before you send more");
        }
        if (!inFlight.isEmpty() && bytesInFlight + bytes > settings.publishBytesInFlight()) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    bytesInFlight + " bytes of this client's publishes wait for the broker, and "
                            + settings.publishBytesInFlight() + " may; wait for a reply before you send more");
        }
    }

    private void checkRouteRate(PublishGrant grant, long nowMillis) {
        Rate rate = grant.rate();
        if (rate == null) {
            return;
        }
        long wait = bucket(grant.route(), rate, nowMillis).take(nowMillis);
        if (wait > 0) {
            throw new Refusal(
                    Reason.RATE_LIMITED,
                    "route " + grant.route() + " lets a client publish " + rate.perSecond()
                            + " times a second; slow down",
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

    private Message message(Command.Publish command, PublishGrant grant) {
        return new Message(
                grant.topic(),
                command.payload().bytes(),
                command.qos() == null ? grant.qos() : command.qos(),
                command.retain(),
                command.expirySeconds() < 0 ? Message.NO_EXPIRY : command.expirySeconds(),
                command.contentType(),
                null,
                null,
                marks.addTo(command, grant.props()));
    }

    /** Whether a publish has no outcome yet. */
    boolean isAwaiting() {
        return !inFlight.isEmpty();
    }

    /** Answers the publish that was handed over with this token; one that nobody waits for any more is ignored. */
    void onOutcome(long token, PublishOutcome outcome) {
        InFlight publish = inFlight.remove(token);
        if (publish == null) {
            return;
        }
        bytesInFlight -= publish.bytes();
        Reply reply = PublishReplies.of(publish.id(), publish.channel(), outcome);
        if (publish.id() != null || reply instanceof Reply.Failed) {
            out.send(reply);
        }
    }
}
