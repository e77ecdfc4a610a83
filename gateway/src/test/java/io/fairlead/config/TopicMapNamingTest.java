package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.Mapping.Cause;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.TopicMap;
import io.fairlead.topicmap.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One map for clients that name channels, for those that name topics, and for those that may leave levels empty. */
class TopicMapNamingTest {

    private static final Identity ALICE = new Identity("alice", Set.of(), Map.of("site", "north"), null, null);
    private static final Identity OPERATOR = new Identity("oscar", Set.of("operator"), Map.of(), null, null);

    private static final TopicMap MAP = TopicMapFile.parse("""
            version: 1
            routes:
              - name: alarm
                channel: devices/{device}/telemetry/alarm
                topic: dt/{device}/tele/alarm
                subscribe: {allow: [{role: operator}]}
              - name: telemetry
                channel: devices/{device}/telemetry/{metric...}
                topic: dt/{device}/tele/{metric...}
                subscribe: {allow: [authenticated], wildcards: [device, metric], share: [workers, audit]}
              - name: command
                channel: devices/{device}/cmd
                topic: dt/{device}/cmd
                publish: {allow: [{role: operator}]}
              - name: inbox
                channel: me/inbox
                topic: im/{user}/inbox
                subscribe: {allow: [authenticated]}
                publish: {allow: [authenticated]}
              - name: swapped
                channel: grid/{x}/{y}
                topic: grid/{y}/{x}
                subscribe: {allow: [anyone], wildcards: [x, y]}
              - name: site
                channel: site/{part}
                topic: sites/{claim.site}/{part}
                publish: {allow: [authenticated]}
              - name: old
                channel: old/{rest...}
                topic: legacy/{rest...}
                emptyLevels: true
                subscribe: {allow: [anyone], wildcards: [rest]}
                publish: {allow: [anyone]}
              - name: any
                channel: any/{rest...}
                topic: "{rest...}"
                subscribe: {allow: [anyone], wildcards: [rest]}
                publish: {allow: [{role: operator}]}
            """);

    private static <G> G granted(Mapping<G> mapping) {
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return ((Mapping.Mapped<G>) mapping).grant();
    }

    private static Mapping.Denied<?> denied(Mapping<?> mapping) {
        assertThat(mapping).isInstanceOf(Mapping.Denied.class);
        return (Mapping.Denied<?>) mapping;
    }

    @ParameterizedTest
    @CsvSource({
        "alice, im/alice/inbox,     inbox",
        "alice, sites/north/pump,   site",
        "oscar, dt/7/cmd,           command",
        "oscar, dt/7/tele/temp,     any",
        "oscar, legacy/a,           old"
    })
    void byTopic_publish_goesByTheFirstRouteThatLetsThisIdentity(String user, String topic, String route) {
        Identity identity = user.equals("alice") ? ALICE : OPERATOR;

        PublishGrant grant = granted(MAP.byTopic().forPublish(identity, "c", topic));

        assertThat(grant.route()).isEqualTo(route);
        assertThat(grant.channel()).isEqualTo(topic);
        assertThat(grant.topic()).isEqualTo(new TopicName(topic));
    }

    @ParameterizedTest
    @CsvSource({
        "im/bob/inbox,       FORBIDDEN",
        "sites/south/pump,   FORBIDDEN",
        "dt/7/cmd,           FORBIDDEN",
        "fairlead/claims/x,  FORBIDDEN",
        "fairlead,           FORBIDDEN",
        "$SYS/uptime,        NO_ROUTE",
        "$share/g/a,         NO_ROUTE",
        "dt//cmd,            BAD_CHANNEL",
        "/a,                 BAD_CHANNEL",
        "a/,                 BAD_CHANNEL",
        "dt/+/cmd,           BAD_CHANNEL",
        "dt/7/#,             BAD_CHANNEL"
    })
    void byTopic_publishThatNoChannelGrants_isDenied(String topic, Cause cause) {
        assertThat(denied(MAP.byTopic().forPublish(ALICE, "c", topic)).cause()).isEqualTo(cause);
    }

    @Test
    void byTopic_denial_namesTopicAndChannel() {
        assertThat(denied(MAP.byTopic().forPublish(ALICE, "c", "dt/7/cmd")).why())
                .isEqualTo("dt/7/cmd is the channel devices/7/cmd: alice may not publish to devices/7/cmd:"
                        + " no condition of route command holds");
    }

    @Test
    void byTopic_filter_isGrantedAsItsChannelFilterWouldBe() {
        SubscribeGrant grant = granted(MAP.byTopic().forSubscribe(ALICE, "c", "dt/+/tele/#"));

        assertThat(grant.channel()).isEqualTo("dt/+/tele/#");
        assertThat(grant.filter().value()).isEqualTo("dt/+/tele/#");
        assertThat(grant.wildcard()).isTrue();
        assertThat(grant.channelOf(new TopicName("dt/7/tele/temp"))).isEqualTo("dt/7/tele/temp");
        assertThat(grant.channelOf(new TopicName("dt/7/tele/alarm"))).isNull();
        assertThat(grant.channelOf(new TopicName("dt/7/tele"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"dt/+/cmd, FORBIDDEN", "im/+/inbox, FORBIDDEN", "fairlead/#, FORBIDDEN", "a/#/b, BAD_CHANNEL"})
    void byTopic_filterThatNoChannelGrants_isDenied(String filter, Cause cause) {
        TopicMap narrow = TopicMapFile.parse("""
                version: 1
                routes:
                  - name: command
                    channel: devices/{device}/cmd
                    topic: dt/{device}/cmd
                    subscribe: {allow: [anyone]}
                  - name: people
                    channel: people/{who}/inbox
                    topic: im/{who}/inbox
                    subscribe: {allow: [{user: "{who}"}]}
                """);

        assertThat(denied(narrow.byTopic().forSubscribe(ALICE, "c", filter)).cause())
                .isEqualTo(cause);
    }

    @Test
    void byTopic_wildcardSpeltLikeAnotherChannel_isAnotherLiveChannel() {
        SubscribeGrant byChannel = granted(MAP.forSubscribe(ALICE, "c", "grid/+/1"));
        SubscribeGrant byTopic = granted(MAP.byTopic().forSubscribe(ALICE, "c", "grid/1/+"));
        SubscribeGrant both = granted(MAP.byTopic().forSubscribe(ALICE, "c", "grid/+/+"));

        assertThat(byChannel.filter()).isEqualTo(byTopic.filter());
        assertThat(byChannel.channelOf(new TopicName("grid/1/2"))).isEqualTo("grid/2/1");
        assertThat(byTopic.channelOf(new TopicName("grid/1/2"))).isEqualTo("grid/1/2");
        assertThat(granted(MAP.forSubscribe(ALICE, "c", "grid/+/+")).key()).isNotEqualTo(both.key());
    }

    @Test
    void byTopic_everything_neverBringsWhatTheGatewayKeeps() {
        SubscribeGrant grant = granted(MAP.byTopic().forSubscribe(ALICE, "c", "#"));

        assertThat(grant.channelOf(new TopicName("fairlead/claims/x"))).isNull();
        assertThat(grant.channelOf(new TopicName("$SYS/uptime"))).isNull();
        assertThat(grant.channelOf(new TopicName("a/b"))).isEqualTo("a/b");
    }

    @Test
    void share_ofARoute_isItsGroupsInBothViews() {
        assertThat(granted(MAP.forSubscribe(ALICE, "c", "devices/7/telemetry/temp"))
                        .share())
                .containsExactlyInAnyOrder("workers", "audit");
        assertThat(granted(MAP.byTopic().forSubscribe(ALICE, "c", "dt/7/tele/temp"))
                        .share())
                .containsExactlyInAnyOrder("workers", "audit");
        assertThat(granted(MAP.forSubscribe(ALICE, "c", "any/x")).share()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"old//a", "old/a//b", "old/a/"})
    void withEmptyLevels_routeThatTakesThem_isMapped(String channel) {
        Topics relayed = MAP.withEmptyLevels();
        String topic = "legacy" + channel.substring("old".length());

        assertThat(granted(relayed.forPublish(ALICE, "c", channel)).topic().value())
                .isEqualTo(topic);
        assertThat(granted(relayed.byTopic().forPublish(ALICE, "c", topic)).channel())
                .isEqualTo(topic);
        assertThat(granted(MAP.byTopic().withEmptyLevels().forTopic(ALICE, "c", new TopicName(topic)))
                        .channel())
                .isEqualTo(topic);
        assertThat(granted(relayed.forTopic(ALICE, "c", new TopicName(topic))).channel())
                .isEqualTo(channel);
        assertThat(granted(relayed.forSubscribe(ALICE, "c", "old/#")).channelOf(new TopicName(topic)))
                .isEqualTo(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"old//a", "old/a//b", "old/a/"})
    void withoutEmptyLevels_routeThatTakesThem_isRefusedAndDeliversNone(String channel) {
        TopicName topic = new TopicName("legacy" + channel.substring("old".length()));

        assertThat(denied(MAP.forPublish(ALICE, "c", channel)).cause()).isEqualTo(Cause.BAD_CHANNEL);
        assertThat(denied(MAP.forSubscribe(ALICE, "c", channel)).cause()).isEqualTo(Cause.BAD_CHANNEL);
        assertThat(denied(MAP.forTopic(ALICE, "c", topic)).cause()).isEqualTo(Cause.NO_ROUTE);
        assertThat(granted(MAP.forSubscribe(ALICE, "c", "old/#")).channelOf(topic))
                .isNull();
    }

    @Test
    void withEmptyLevels_routeThatTakesNone_isStillRefused() {
        Topics relayed = MAP.withEmptyLevels();

        assertThat(List.of(
                        denied(relayed.forPublish(OPERATOR, "c", "any//a")).cause(),
                        denied(relayed.forPublish(OPERATOR, "c", "devices//cmd"))
                                .cause()))
                .containsOnly(Cause.BAD_CHANNEL);
        assertThat(denied(relayed.byTopic().forPublish(OPERATOR, "c", "x//a")).cause())
                .isEqualTo(Cause.BAD_CHANNEL);
    }

    @Test
    void withEmptyLevels_wildcard_isAnotherLiveChannelWhereTheRouteTakesThem() {
        assertThat(granted(MAP.forSubscribe(ALICE, "c", "old/#")).key())
                .isNotEqualTo(granted(MAP.withEmptyLevels().forSubscribe(ALICE, "c", "old/#"))
                        .key());
        assertThat(granted(MAP.forSubscribe(ALICE, "c", "any/#")).key())
                .isEqualTo(granted(MAP.withEmptyLevels().forSubscribe(ALICE, "c", "any/#"))
                        .key());
    }

    @Test
    void views_ofOneMap_areTheSameObjectsEachTime() {
        assertThat(MAP.byTopic()).isSameAs(MAP.byTopic());
        assertThat(MAP.byTopic().withEmptyLevels())
                .isSameAs(MAP.withEmptyLevels().byTopic());
        assertThat(MAP.withEmptyLevels()).isNotEqualTo(MAP.byTopic());
    }
}
