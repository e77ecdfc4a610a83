package io.fairlead.relay;

import io.fairlead.session.Reason;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.SubscribeGrant;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where answers go (MQTT 5, section 4.10), on either way. A client sees the response topic of a message as the channel it may
 * publish to, or as {@code $reply/} and a token that stands for the topic, for this connection and for {@link #LIFE_MILLIS}
 * from the last message that bore it. Owned by the client's loop.
 */
final class ResponseTopics {

    /** What every name begins with that stands for a response topic. */
    static final String REPLIES = "$reply/";

    /** How long a client may take to answer. */
    static final long LIFE_MILLIS = 10 * 60_000;

    /** How many response topics are kept for a client; the one that was not seen for longest gives way. */
    static final int MOST = 1_000;

    private static final int TOKEN_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Reply(String name, String topic, long untilMillis) {}

    private final Rights rights;
    private final String kept;
    private final String pages;
    /** In the order in which they end. */
    private final Map<String, Reply> byTopic = new LinkedHashMap<>();

    private final Map<String, Reply> byName = new HashMap<>();

    /** @param prefix what every topic begins with that the gateways keep for themselves */
    ResponseTopics(Rights rights, String prefix) {
        this.rights = rights;
        this.kept = prefix + "/";
        this.pages = prefix + "/reply/";
    }

    /**
     * The name under which the client may publish to a topic, as the response topic of a message that it gets. Null where it may
     * have none: whoever can publish to the broker could otherwise have the gateway write, by a client's answer, where only
     * gateways or the broker itself may.
     */
    @Nullable
    String forClient(TopicName topic, long nowMillis) {
        String name = topic.value();
        if (name.startsWith("$") || ((name + "/").startsWith(kept) && !name.startsWith(pages))) {
            return null;
        }
        String channel = publishable(topic);
        return channel != null ? channel : reply(name, nowMillis);
    }

    private @Nullable String publishable(TopicName topic) {
        if (!(rights.forTopic(topic) instanceof Mapping.Mapped<SubscribeGrant> mapped)) {
            return null;
        }
        String channel = mapped.grant().channel();
        return rights.forPublish(channel) instanceof Mapping.Mapped<PublishGrant> grant
                        && grant.grant().topic().equals(topic)
                ? channel
                : null;
    }

    private String reply(String topic, long nowMillis) {
        Reply known = byTopic.remove(topic);
        boolean alive = known != null && nowMillis < known.untilMillis;
        if (known != null && !alive) {
            byName.remove(known.name);
        }
        String name = known != null && alive ? known.name : REPLIES + token();
        forget(nowMillis);
        Reply reply = new Reply(name, topic, nowMillis + LIFE_MILLIS);
        byTopic.put(topic, reply);
        byName.put(name, reply);
        return name;
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Takes out what has ended, and what there is no room for beside one more. */
    private void forget(long nowMillis) {
        for (Iterator<Reply> oldest = byTopic.values().iterator(); oldest.hasNext(); ) {
            Reply reply = oldest.next();
            if (byTopic.size() < MOST && nowMillis < reply.untilMillis) {
                return;
            }
            oldest.remove();
            byName.remove(reply.name);
        }
    }

    /** The topic that a name of {@link #REPLIES} stands for; null if there is none, or its time is up. */
    @Nullable
    TopicName topicOf(String name, long nowMillis) {
        Reply reply = byName.get(name);
        return reply == null || nowMillis >= reply.untilMillis ? null : new TopicName(reply.topic);
    }

    /** Why a publish to such a name is refused. */
    static Denial unknown(String name) {
        return new Denial(
                Reason.NO_ROUTE,
                name + " is no response topic of a message that this connection got lately; answer within "
                        + LIFE_MILLIS / 60_000 + " minutes, on the connection that the message came by");
    }

    /**
     * What stands for the response topic of a message that the client publishes: the topic of a channel that it may subscribe to.
     *
     * @param topic null where it is denied
     * @param denial null where it is not
     */
    record Asked(@Nullable TopicName topic, @Nullable Denial denial) {}

    static Asked forBroker(Rights rights, String channel) {
        Mapping<SubscribeGrant> mapping = rights.forSubscribe(channel);
        if (!(mapping instanceof Mapping.Mapped<SubscribeGrant> mapped)) {
            Denial denial = Denial.of((Mapping.Denied<SubscribeGrant>) mapping);
            return new Asked(null, new Denial(denial.reason(), "the response topic: " + denial.why()));
        }
        if (mapped.grant().wildcard()) {
            return new Asked(
                    null, new Denial(Reason.BAD_CHANNEL, "the response topic " + channel + " holds a wildcard"));
        }
        return new Asked(new TopicName(mapped.grant().filter().value()), null);
    }
}
