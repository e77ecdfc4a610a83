package io.fairlead.session;

import io.fairlead.identity.Identity;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PayloadForm;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.Rate;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.Topics;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small topic map whose channels say by their first level who may use them: {@code open/…} anyone, {@code member/…} who
 * has the role {@code member}, {@code tenant/…} everyone, each claim {@code tenant} its own, {@code durable/…} users,
 * {@code inbox/…} durable for who has the role {@code member}.
 * A publish's right is the same for every open channel, and a test may set it.
 */
final class TestTopics implements Topics {

    PublishRight right = new PublishRight();

    /** What routes say of publishing; a test sets what it is about. */
    static final class PublishRight {
        Qos qos = Qos.AT_LEAST_ONCE;
        PayloadForm payload = PayloadForm.BINARY;
        int maxBytes = 1000;

        @Nullable
        Rate rate;

        boolean retain;
        boolean request = true;
        Set<String> props = Set.of("colour");

        PublishGrant of(String channel) {
            return new PublishGrant(
                    "test",
                    channel,
                    new TopicName("t/" + channel),
                    qos,
                    payload,
                    maxBytes,
                    rate,
                    retain,
                    request,
                    props);
        }
    }

    @Override
    public Mapping<SubscribeGrant> forSubscribe(Identity identity, String clientName, String channel) {
        return switch (firstLevel(channel)) {
            case "open" -> new Mapping.Mapped<>(TestGrant.live(channel, null));
            case "tenant" ->
                new Mapping.Mapped<>(TestGrant.live(
                        channel,
                        identity.claims().getOrDefault("tenant", "none").toString()));
            case "durable" ->
                identity.isAuthenticated()
                        ? new Mapping.Mapped<>(TestGrant.live(channel, null).durable())
                        : denied(Mapping.Cause.FORBIDDEN);
            case "inbox" ->
                identity.roles().contains("member")
                        ? new Mapping.Mapped<>(TestGrant.live(channel, null).durable())
                        : denied(Mapping.Cause.FORBIDDEN);
            case "member" ->
                identity.roles().contains("member")
                        ? new Mapping.Mapped<>(TestGrant.live(channel, null))
                        : denied(Mapping.Cause.FORBIDDEN);
            default -> denied(causeOf(channel));
        };
    }

    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic) {
        return forSubscribe(identity, clientName, topic.value().substring("t/".length()));
    }

    /** The topic of every channel is {@code t/} and its name. */
    @Override
    public Mapping<SubscribeGrant> forTopic(Identity identity, String clientName, TopicName topic, Delivery delivery) {
        Mapping<SubscribeGrant> mapping = forTopic(identity, clientName, topic);
        return mapping instanceof Mapping.Mapped<SubscribeGrant> mapped
                        && mapped.grant().delivery() != delivery
                ? denied(Mapping.Cause.NO_ROUTE)
                : mapping;
    }

    @Override
    public Topics byTopic() {
        return this;
    }

    @Override
    public Topics withEmptyLevels() {
        return this;
    }

    @Override
    public Duration longestExpiry() {
        return Duration.ofDays(1);
    }

    @Override
    public Mapping<PublishGrant> forPublish(Identity identity, String clientName, String channel) {
        return switch (firstLevel(channel)) {
            case "open" -> new Mapping.Mapped<>(right.of(channel));
            case "member" ->
                identity.roles().contains("member")
                        ? new Mapping.Mapped<>(right.of(channel))
                        : denied(Mapping.Cause.FORBIDDEN);
            default -> denied(causeOf(channel));
        };
    }

    private static String firstLevel(String channel) {
        int slash = channel.indexOf('/');
        return slash < 0 ? channel : channel.substring(0, slash);
    }

    private static Mapping.Cause causeOf(String channel) {
        return channel.contains("//") ? Mapping.Cause.BAD_CHANNEL : Mapping.Cause.NO_ROUTE;
    }

    private static <G> Mapping<G> denied(Mapping.Cause cause) {
        return new Mapping.Denied<>(cause, "the test's map says " + cause);
    }
}
