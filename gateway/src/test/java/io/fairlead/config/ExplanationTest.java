package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Identity;
import io.fairlead.topicmap.Explanation;
import io.fairlead.topicmap.Explanation.Alternative;
import io.fairlead.topicmap.Explanation.PassedOver;
import io.fairlead.topicmap.Explanation.Setting;
import io.fairlead.topicmap.Explanation.Verdict;
import io.fairlead.topicmap.Purpose;
import io.fairlead.topicmap.TopicMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Identity ALICE =
            new Identity("alice", Set.of("member"), Map.of("rooms", List.of("42")), null, null);

    private static final TopicMap MAP = TopicMapFile.parse("""
            version: 1
            routes:
              - name: own
                channel: notes/{user}
                topic: n/{user}
                publish: {allow: [authenticated]}
              - name: room
                channel: chat/{room}
                topic: im/{room}
                subscribe:
                  allow:
                    - {claim: rooms, contains: "{room}"}
                    - {role: moderator, claim: tenant, equals: acme}
                  recover: {messages: 256, within: 2m}
              - name: notes
                channel: notes/{who}
                topic: n/{who}
                publish: {allow: [{role: "{who}-editor"}], maxBytes: 1KiB}
            """);

    private static Explanation explain(Purpose purpose, String channel) {
        return MAP.explain(purpose, ALICE, "tab", channel);
    }

    @Test
    void explain_allowed_namesRouteTopicAndSettings() {
        Explanation explanation = explain(Purpose.SUBSCRIBE, "chat/42");

        assertThat(explanation.verdict())
                .isEqualTo(new Verdict(true, "allowed", "alice may subscribe to chat/42, by route room"));
        Explanation.Decided room = explanation.decided().orElseThrow();
        assertThat(room.route()).isEqualTo("room");
        assertThat(room.at().line()).isEqualTo(7);
        assertThat(room.upstream()).contains("im/42");
        assertThat(room.settings())
                .contains(new Setting("qos", "1"), new Setting("delivery", "live"))
                .contains(new Setting("recover", "256 messages within 2m"));
    }

    @Test
    void explain_refused_listsEachAlternativeWithWhatItNeeds() {
        Explanation explanation = explain(Purpose.SUBSCRIBE, "chat/7");

        assertThat(explanation.verdict().code()).isEqualTo("forbidden");
        List<Alternative> alternatives = explanation.decided().orElseThrow().alternatives();
        assertThat(alternatives)
                .extracting(Alternative::needs)
                .containsExactly(
                        "the claim 'rooms' to hold '7'", "the role 'moderator' and the claim 'tenant' to be 'acme'");
        assertThat(alternatives.get(0).conditions().get(0).found()).isEqualTo("has [42]");
        assertThat(alternatives.get(1).conditions().get(0).found()).isEqualTo("has the roles [member]");
    }

    @Test
    void explain_routeForAnotherIdentity_saysWhyItWasPassedOver() {
        Explanation explanation = explain(Purpose.PUBLISH, "notes/bob");

        assertThat(explanation.decided().orElseThrow().route()).isEqualTo("notes");
        assertThat(explanation.passedOver())
                .extracting(PassedOver::why)
                .containsExactly("its channel notes/{user} is for one's own {user} alone, which is 'alice'");
        assertThat(explanation.decided().orElseThrow().alternatives().get(0).needs())
                .isEqualTo("the role 'bob-editor'");
    }

    @Test
    void explain_noSection_saysThatNobodyMay() {
        Explanation explanation = explain(Purpose.PUBLISH, "chat/42");

        assertThat(explanation.verdict().why()).isEqualTo("route room lets nobody publish");
        assertThat(explanation.decided().orElseThrow().settings()).isEmpty();
    }

    @Test
    void explain_noRouteOrNoChannel_hasNoDecidedRoute() {
        assertThat(explain(Purpose.PUBLISH, "x").verdict().code()).isEqualTo("no_route");
        assertThat(explain(Purpose.PUBLISH, "x//").verdict().code()).isEqualTo("bad_channel");
        assertThat(explain(Purpose.PUBLISH, "chat/+").decided()).isEmpty();
    }
}
