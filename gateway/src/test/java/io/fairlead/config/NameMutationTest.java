package io.fairlead.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.TopicMap;
import io.fairlead.topicmap.Topics;
import io.fairlead.transport.Mutations;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Hostile names and hostile values of every variable: whatever a client calls a channel, and whatever its token says, what
 * comes out lies below the levels that are its own.
 */
class NameMutationTest {

    private static final TopicMap MAP = TopicMapFile.parse("""
            version: 1
            routes:
              - name: inbox
                channel: me/{box}
                topic: im/user/{user}/{box}
                subscribe: {allow: [authenticated], wildcards: [box]}
                publish: {allow: [authenticated]}
              - name: tenant
                channel: sensors/{sensor...}
                topic: tenants/{claim.tenant}/sensors/{sensor...}
                subscribe: {allow: [authenticated], wildcards: [sensor]}
                publish: {allow: [authenticated]}
              - name: slot
                channel: slots/{slot}
                topic: clients/{user}/{client}/{slot}
                subscribe: {allow: [authenticated], wildcards: [slot]}
                publish: {allow: [authenticated]}
            """);
    private static final Pattern TOPIC =
            Pattern.compile("im/user/u/[^/]+|tenants/t/sensors/[^/]+(/[^/]+)*|clients/u/c/[^/]+");
    private static final List<TopicFilter> OTHERS = Stream.of(
                    "im/user/v/#",
                    "tenants/x/#",
                    "clients/u/d/#",
                    "clients/v/#",
                    "fairlead/#",
                    "$SYS/#",
                    "im/user",
                    "tenants",
                    "clients")
            .map(TopicFilter::new)
            .toList();
    private static final byte[] LIKELY = "/+#$%.{}\\*?\0\u007f ".getBytes(UTF_8);
    private static final String ODD = "\uD800\uDC00\uFEFF\uFFFE\uFF0F\uFF0B\uFF03\u2215\u202E\u0000\u0085";

    private static final List<String> CHANNELS = List.of("me/a", "sensors/a", "slots/a", "me/+", "sensors/#");

    private final Identity own = identity("u", "t");
    private final int[] granted = new int[1];

    @AfterEach
    void enoughWasGranted() {
        assertThat(granted[0]).isGreaterThan(100);
    }

    private static Identity identity(String user, String tenant) {
        return new Identity(user, Set.of(), Map.of("tenant", tenant), null, null);
    }

    private static Mutations mutations(String... golden) {
        return new Mutations(Stream.of(golden).map(text -> text.getBytes(UTF_8)).toList(), LIKELY);
    }

    /** As text, now and then with characters that bytes do not come to: half surrogates, look-alikes of the separators. */
    private static String text(byte[] bytes, Mutations mutations) {
        StringBuilder text = new StringBuilder(new String(bytes, UTF_8));
        if (mutations.random().nextInt(4) == 0) {
            text.insert(
                    mutations.random().nextInt(text.length() + 1),
                    ODD.charAt(mutations.random().nextInt(ODD.length())));
        }
        return text.toString();
    }

    @Test
    void hostileChannel_reachesOnlyWhatIsItsOwners() {
        Mutations mutations = mutations(
                "me/inbox",
                "me/+",
                "sensors/a/b/c",
                "sensors/#",
                "sensors/+/b",
                "slots/1",
                "slots/+",
                "me/../v/inbox",
                "sensors/%2e%2e/%2Fx",
                "$SYS/broker",
                "#");
        mutations.each(bytes -> check(MAP, own, "c", text(bytes, mutations)));
    }

    @Test
    void hostileTopic_whereClientsNameTopics_reachesOnlyWhatIsItsOwners() {
        Mutations mutations = mutations(
                "im/user/u/inbox",
                "im/user/+/inbox",
                "im/user/v/inbox",
                "tenants/t/sensors/#",
                "tenants/+/sensors/a",
                "tenants/x/sensors/a",
                "clients/u/c/1",
                "clients/u/+/1",
                "clients/#",
                "$share/g/im/user/v/a",
                "#",
                "+/+/+/+");
        mutations.each(bytes -> check(MAP.byTopic(), own, "c", text(bytes, mutations)));
    }

    @Test
    void hostileUserClaimAndClient_areOneLevelOrNone() {
        Mutations mutations = mutations("u", "u/../v", "+", "#", "$SYS", "v%2Finbox", "üser@example.org", "a b");
        mutations.each(bytes -> {
            String value = text(bytes, mutations);
            if (!Set.of("v", "x", "d").contains(value)) {
                Identity identity = identity(value, value);
                String channel = CHANNELS.get(mutations.random().nextInt(CHANNELS.size()));
                check(MAP, identity, value, channel, value);
            }
        });
    }

    private void check(Topics topics, Identity identity, String client, String name) {
        check(topics, identity, client, name, "");
    }

    private void check(Topics topics, Identity identity, String client, String name, String value) {
        if (topics.forPublish(identity, client, name) instanceof Mapping.Mapped<PublishGrant> mapped) {
            granted[0]++;
            String topic = mapped.grant().topic().value();
            checkText(topic);
            assertThat(topic).doesNotContain("+", "#");
            checkPlace(topic, value);
            checkWayBack(topics, identity, client, name, topic);
        }
        if (topics.forSubscribe(identity, client, name) instanceof Mapping.Mapped<SubscribeGrant> mapped) {
            granted[0]++;
            TopicFilter filter = mapped.grant().filter();
            checkText(filter.value());
            assertThat(OTHERS).noneMatch(filter::overlaps);
            checkPlace(filter.value().replaceFirst("#$", "x"), value);
        }
    }

    private static void checkText(String topic) {
        assertThat(UTF_8.newEncoder().canEncode(topic)).as("half surrogates").isTrue();
        assertThat(topic.chars().noneMatch(c -> c < 0x20 || c == 0x7f))
                .as("control characters")
                .isTrue();
    }

    private static void checkPlace(String topic, String value) {
        assertThat(OTHERS).noneMatch(other -> other.matches(new TopicName(topic.replace('+', 'x'))));
        if (value.isEmpty()) {
            assertThat(topic).matches(TOPIC);
        } else {
            assertThat(topic.split("/", -1)).contains(value);
        }
    }

    /** What was published would arrive, with its own client, under the name that it was published to. */
    private static void checkWayBack(Topics topics, Identity identity, String client, String name, String topic) {
        assertThat(topics.forTopic(identity, client, new TopicName(topic)))
                .isInstanceOfSatisfying(
                        Mapping.Mapped.class,
                        back -> assertThat(((SubscribeGrant) back.grant()).channel())
                                .isEqualTo(name));
    }
}
