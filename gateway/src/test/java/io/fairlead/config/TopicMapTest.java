package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.topicmap.Delivery;
import io.fairlead.topicmap.Mapping;
import io.fairlead.topicmap.Mapping.Cause;
import io.fairlead.topicmap.PublishGrant;
import io.fairlead.topicmap.Rate;
import io.fairlead.topicmap.SlowPolicy;
import io.fairlead.topicmap.SubscribeGrant;
import io.fairlead.topicmap.TopicMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the topic map answers, on maps as people write them. */
class TopicMapTest {

    private static final Identity ALICE =
            new Identity("alice", Set.of("member"), Map.of("rooms", List.of("42", 43), "tenant", "acme"), null, null);
    private static final Identity OPERATOR = new Identity("oscar", Set.of("operator"), Map.of(), null, null);

    private static final TopicMap MAP = TopicMapFile.parse("""
            version: 1
            routes:
              - name: room
                channel: chat/{room}
                topic: im/room/{room}/msg
                subscribe:
                  allow: [{claim: rooms, contains: "{room}"}, {role: moderator}]
                publish:
                  allow: [{claim: rooms, contains: "{room}"}]
                  maxBytes: 16KiB
                  rate: {perSecond: 5, burst: 20}
              - name: inbox
                channel: me/inbox
                topic: im/user/{user}/inbox
                subscribe: {allow: [authenticated], delivery: durable, expiry: 7d}
                publish: {allow: [anyone]}
              - name: alarm
                channel: devices/{device}/telemetry/alarm
                topic: dt/{device}/tele/alarm
                subscribe: {allow: [{role: operator}]}
              - name: telemetry
                channel: devices/{device}/telemetry/{metric...}
                topic: dt/{device}/tele/{metric...}
                subscribe:
                  allow: [{claim: tenant, equals: acme}]
                  wildcards: [device, metric]
                  qos: 0
                  slow: latest
                  maxRate: 5
              - name: command
                channel: devices/{device}/cmd
                topic: dt/{device}/cmd
                publish: {allow: [{role: operator}], qos: 2, request: true}
              - name: own
                channel: users/{user}/notes
                topic: notes/{user}
                subscribe: {allow: [authenticated]}
              - name: others
                channel: users/{who}/notes
                topic: notes/{who}
                subscribe: {allow: [anyone], wildcards: [who], retained: true}
              - name: any
                channel: any/{rest...}
                topic: "{rest...}"
                subscribe: {allow: [anyone], wildcards: [rest], retained: true}
                publish: {allow: [anyone]}
            """);

    private static SubscribeGrant subscribe(Identity identity, String channel) {
        Mapping<SubscribeGrant> mapping = MAP.forSubscribe(identity, "tab", channel);
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return ((Mapping.Mapped<SubscribeGrant>) mapping).grant();
    }

    private static PublishGrant publish(Identity identity, String channel) {
        Mapping<PublishGrant> mapping = MAP.forPublish(identity, "tab", channel);
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return ((Mapping.Mapped<PublishGrant>) mapping).grant();
    }

    private static Cause refused(Mapping<?> mapping) {
        assertThat(mapping).isInstanceOf(Mapping.Denied.class);
        return ((Mapping.Denied<?>) mapping).cause();
    }

    @Test
    void forPublish_claimHoldsTheRoom_isMappedWithTheRoutesLimits() {
        PublishGrant grant = publish(ALICE, "chat/42");

        assertThat(grant.topic()).isEqualTo(new TopicName("im/room/42/msg"));
        assertThat(grant.maxBytes()).isEqualTo(16384);
        assertThat(grant.rate()).isEqualTo(new Rate(5, 20));
        assertThat(grant.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
    }

    @Test
    void forPublish_numberInTheClaim_countsAsItsText() {
        assertThat(publish(ALICE, "chat/43").topic().value()).isEqualTo("im/room/43/msg");
    }

    @Test
    void forPublish_claimLacksTheRoom_isForbiddenAndSaysWhy() {
        Mapping<PublishGrant> mapping = MAP.forPublish(ALICE, "tab", "chat/44");

        assertThat(refused(mapping)).isEqualTo(Cause.FORBIDDEN);
        assertThat(((Mapping.Denied<PublishGrant>) mapping).why())
                .isEqualTo("alice may not publish to chat/44: no condition of route room holds");
    }

    @Test
    void forPublish_noPublishSection_isForbidden() {
        assertThat(refused(MAP.forPublish(ALICE, "tab", "devices/7/telemetry/temp")))
                .isEqualTo(Cause.FORBIDDEN);
    }

    @Test
    void forSubscribe_userInTheTopic_isTheIdentitysOwn() {
        SubscribeGrant grant = subscribe(ALICE, "me/inbox");

        assertThat(grant.filter().value()).isEqualTo("im/user/alice/inbox");
        assertThat(grant.delivery()).isEqualTo(Delivery.DURABLE);
        assertThat(grant.expiry()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void forSubscribe_durableAndAnonymous_isForbidden() {
        assertThat(refused(MAP.forSubscribe(Identity.ANONYMOUS, "tab", "me/inbox")))
                .isEqualTo(Cause.FORBIDDEN);
    }

    @Test
    void forPublish_userInTheTopicAndAnonymous_isForbidden() {
        assertThat(refused(MAP.forPublish(Identity.ANONYMOUS, "tab", "me/inbox")))
                .isEqualTo(Cause.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "+", "#", "", "a\u0000", "a\nb", "x\uD800", "a\uFFFF"})
    void forSubscribe_userNameThatNoLevelMayBe_neverBecomesPartOfATopic(String user) {
        Identity identity = new Identity(user, Set.of(), Map.of(), null, null);

        assertThat(refused(MAP.forSubscribe(identity, "tab", "me/inbox"))).isEqualTo(Cause.FORBIDDEN);
    }

    @Test
    void forSubscribe_wildcardsThatTheRouteLists_becomeTheSameInTheTopic() {
        SubscribeGrant grant = subscribe(ALICE, "devices/+/telemetry/#");

        assertThat(grant.filter().value()).isEqualTo("dt/+/tele/#");
        assertThat(grant.wildcard()).isTrue();
        assertThat(grant.slow()).isEqualTo(SlowPolicy.LATEST);
        assertThat(grant.maxRate()).isEqualTo(5);
        assertThat(grant.key().scope()).isNull();
    }

    @Test
    void channelOf_wildcard_isTheMessagesOwnChannelWhereThisRouteDecidesIt() {
        SubscribeGrant grant = subscribe(ALICE, "devices/+/telemetry/#");

        assertThat(grant.channelOf(new TopicName("dt/7/tele/temp/in"))).isEqualTo("devices/7/telemetry/temp/in");
        assertThat(grant.channelOf(new TopicName("dt/7/tele/alarm"))).isNull();
        assertThat(grant.channelOf(new TopicName("dt/7/tele"))).isNull();
        assertThat(grant.channelOf(new TopicName("dt/7/tele//x"))).isNull();
        assertThat(grant.channelOf(new TopicName("other"))).isNull();
    }

    @Test
    void channelOf_noWildcard_isThatChannelOrNone() {
        SubscribeGrant grant = subscribe(ALICE, "chat/42");

        assertThat(grant.channelOf(new TopicName("im/room/42/msg"))).isEqualTo("chat/42");
        assertThat(grant.channelOf(new TopicName("im/room/43/msg"))).isNull();
    }

    @Test
    void forSubscribe_wildcardThatTheRouteDoesNotList_isForbidden() {
        assertThat(refused(MAP.forSubscribe(ALICE, "tab", "chat/+"))).isEqualTo(Cause.FORBIDDEN);
        assertThat(refused(MAP.forSubscribe(ALICE, "tab", "#"))).isEqualTo(Cause.NO_ROUTE);
    }

    @Test
    void forSubscribe_ownChannel_isDecidedByItsRouteAndOthersByTheNext() {
        assertThat(subscribe(ALICE, "users/alice/notes").key().route()).isEqualTo("own");
        assertThat(subscribe(ALICE, "users/bob/notes").key().route()).isEqualTo("others");
    }

    @Test
    void channelOf_earlierRouteWithUser_isTakenFromThatUserAlone() {
        SubscribeGrant alices = subscribe(ALICE, "users/+/notes");
        SubscribeGrant oscars = subscribe(OPERATOR, "users/+/notes");
        TopicName topic = new TopicName("notes/alice");

        assertThat(alices.channelOf(topic)).isNull();
        assertThat(oscars.channelOf(topic)).isEqualTo("users/alice/notes");
        assertThat(alices.key()).isNotEqualTo(oscars.key());
    }

    @Test
    void forTopic_firstRouteThatThisIdentityMayUse_answers() {
        Mapping<SubscribeGrant> mapping = MAP.forTopic(ALICE, "tab", new TopicName("notes/bob"));

        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        assertThat(((Mapping.Mapped<SubscribeGrant>) mapping).grant().channel()).isEqualTo("users/bob/notes");
    }

    @Test
    void forTopic_nobodysTopic_hasNoRoute() {
        assertThat(refused(MAP.forTopic(ALICE, "tab", new TopicName("fairlead/claims/x"))))
                .isEqualTo(Cause.NO_ROUTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chat//42",
                "/chat/42",
                "chat/42/",
                "chat/\u0000",
                "chat/\u0007",
                "chat/a+",
                "#/a",
                "a/#/b",
                "chat/\uD800",
                "chat/\uDC00x",
                "chat/\uFDD0",
                "chat/\uDBFF\uDFFF"
            })
    void forSubscribe_noChannelName_isBadChannel(String channel) {
        assertThat(refused(MAP.forSubscribe(ALICE, "tab", channel))).isEqualTo(Cause.BAD_CHANNEL);
    }

    @Test
    void forPublish_tooDeepTooLongOrWildcard_isBadChannel() {
        assertThat(refused(MAP.forPublish(ALICE, "tab", "any" + "/a".repeat(32))))
                .isEqualTo(Cause.BAD_CHANNEL);
        assertThat(refused(MAP.forPublish(ALICE, "tab", "any" + "/a".repeat(10_000))))
                .isEqualTo(Cause.BAD_CHANNEL);
        assertThat(refused(MAP.forPublish(ALICE, "tab", "chat/" + "é".repeat(129))))
                .isEqualTo(Cause.BAD_CHANNEL);
        assertThat(refused(MAP.forPublish(ALICE, "tab", "chat/+"))).isEqualTo(Cause.BAD_CHANNEL);
        assertThat(publish(ALICE, "any" + "/a".repeat(31)).topic().value()).hasSize(61);
    }

    @ParameterizedTest
    @ValueSource(strings = {"any/$SYS/uptime", "any/$share/g/x", "any/fairlead", "any/fairlead/claims"})
    void forPublish_valueThatReachesWhatNoClientMay_isForbidden(String channel) {
        assertThat(refused(MAP.forPublish(ALICE, "tab", channel))).isEqualTo(Cause.FORBIDDEN);
        assertThat(refused(MAP.forSubscribe(ALICE, "tab", channel))).isEqualTo(Cause.FORBIDDEN);
    }

    @Test
    void channelOf_wildcardOverEverything_neverBringsTheReservedTopics() {
        SubscribeGrant grant = subscribe(ALICE, "any/#");

        assertThat(grant.filter().value()).isEqualTo("#");
        assertThat(grant.channelOf(new TopicName("fairlead/claims/x"))).isNull();
        assertThat(grant.channelOf(new TopicName("$SYS/uptime"))).isNull();
        assertThat(grant.channelOf(new TopicName("a/b"))).isEqualTo("any/a/b");
    }

    @Test
    void map_empty_isAClosedGateway() {
        TopicMap empty = TopicMapFile.parse("version: 1\n");

        assertThat(refused(empty.forSubscribe(ALICE, "tab", "chat/42"))).isEqualTo(Cause.NO_ROUTE);
    }
}
