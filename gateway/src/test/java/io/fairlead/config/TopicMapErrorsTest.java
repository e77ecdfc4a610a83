package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.problem.Problem;
import io.fairlead.problem.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What loading says of maps that cannot be used. */
class TopicMapErrorsTest {

    private static List<String> errors(String yaml) {
        return TopicMapFile.read("t.yaml", yaml, name -> null, "fairlead").problems().stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .map(Problem::toString)
                .toList();
    }

    private static String route(String channel, String topic, String rest) {
        return "version: 1\nroutes:\n- name: r\n  channel: \"" + channel + "\"\n  topic: \"" + topic + "\"\n  " + rest
                + "\n";
    }

    @Test
    void read_manyDifferentMistakes_reportsAllWithTheirPlaces() {
        List<String> errors = errors("""
                version: 1
                routes:
                  - name: a
                    channel: chat/{room}
                    topic: im/{rom}
                    subscribe: {allow: [authenticated], qos: 3}
                  - name: a
                    chanel: x
                    channel: x/{client}
                    topic: y/{client}
                    publish: {allow: [{role: "{rooom}"}], rate: fast}
                """);

        assertThat(errors)
                .containsExactly(
                        "t.yaml:4:14: error: {room} stands only in the channel; put it into the topic 'im/{rom}' too; "
                                + "only {user}, {client} and {claim.NAME} stand on one side",
                        "t.yaml:5:12: error: {rom} stands only in the topic; put it into the channel 'chat/{room}' too; "
                                + "only {user}, {client} and {claim.NAME} stand on one side",
                        "t.yaml:6:46: error: 'routes[0].subscribe.qos' is '3'; it should be a whole number from 0 to 2",
                        "t.yaml:7:11: error: two routes have the name 'a'; the first is in line 3",
                        "t.yaml:8:5: error: there is no key 'routes[1].chanel'; did you mean 'channel'?",
                        "t.yaml:10:12: error: the topic 'y/{client}' has {client} without {user}; "
                                + "clients choose their names themselves; put {user} beside it: {user}/{client}",
                        "t.yaml:11:30: error: the condition names {rooom}, which the channel 'x/{client}' does not have; "
                                + "known here: user, client, claim.NAME",
                        "t.yaml:11:49: error: 'routes[1].publish.rate' is 'fast'; it should be a mapping: "
                                + "lines of 'key: value'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a/{x               | a/{x}               | a variable stands for a whole level",
                "a/b{x}             | a/b                 | a variable stands for a whole level",
                "a//b               | a/b                 | has an empty level",
                "a/+                | a/b                 | has the wildcard '+'; name what stands there: {x}",
                "a/#                | a/b                 | has the wildcard '#'; name what stands there: {x...}",
                "a/b+               | a/b                 | has the level 'b+', which holds '+', which is a wildcard",
                "a/{x...}/b         | a/b/{x...}          | '...' stands only in the last level",
                "a/{x}/{x}          | a/{x}               | has {x} twice",
                "a/{user...}        | a/{user}            | is one level of the identity's own",
                "a/{claim.}         | a                   | has the variable {claim.}",
                "a/{b c}            | a/{b c}             | has the variable {b c}",
                "a/{x}              | a/{x...}            | is one level on one side",
                "a/{x}              | fairlead/{x}        | which Fairlead keeps for itself",
                "a/{x}              | $share/g/{x}        | is a shared subscription",
                "a/{x}              | $SYS/{x}            | begins with '$', where clients may not publish",
                "a/{client}         | a/{client}          | has {client} without {user}",
            })
    void read_templateThatCannotBe_saysWhatWouldBeRight(String channel, String topic, String said) {
        assertThat(errors(route(channel, topic, "publish: {allow: [anyone]}")))
                .anySatisfy(e -> assertThat(e).contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "subscribe: {allow: []}                                             | nobody is allowed here",
                "subscribe: {qos: 1}                                                | nobody is allowed here",
                "subscribe: {allow: [{}]}                                           | an alternative of 'allow' has no condition",
                "subscribe: {allow: anyone}                                         | write it in brackets: [anyone]",
                "subscribe: {allow: [anyon]}                                        | did you mean 'anyone'?",
                "subscribe: {allow: [{claim: a}]}                                   | the claim 'a' is compared with nothing",
                "subscribe: {allow: [{equals: a}]}                                  | 'equals' and 'contains' need a claim",
                "subscribe: {allow: [{rol: a}]}                                     | did you mean 'role'?",
                "subscribe: {allow: [{role: \"a{x\"}]}                              | has a brace without its other",
                "subscribe: {allow: [{role: \"{x}\"}], wildcards: [x]}              | a condition of 'allow' looks at its value",
                "subscribe: {allow: [anyone], wildcards: [y]}                       | has no {y}; did you mean 'x'?",
                "subscribe: {allow: [anyone], wildcards: [user]}                    | is the identity's own and never a wildcard",
                "subscribe: {allow: [anyone], delivery: durable}                    | a durable route is open to anyone",
                "subscribe: {allow: [anyone], share: [a/b]}                         | is no name of a $share group: it holds '/'",
                "subscribe: {allow: [anyone], recover: {messages: 5}}               | recover.within' is missing",
                "emptyLevels: true                                                  | has no {x...} to hold them",
            })
    void read_rightsThatCannotBe_saysWhatWouldBeRight(String rest, String said) {
        assertThat(errors(route("a/{x}", "b/{x}", rest)))
                .singleElement()
                .asString()
                .contains(said);
    }

    @Test
    void read_noVersion_saysSo() {
        assertThat(errors("routes: []\n")).containsExactly("t.yaml:1:1: error: 'version' is missing");
    }

    @Test
    void read_routeThatIsNone_doesNotHideTheNext() {
        assertThat(errors("version: 1\nroutes:\n- 5\n- {name: x}\n"))
                .containsExactly(
                        "t.yaml:3:3: error: 'routes[0]' is '5'; it should be a route: a mapping with name, channel and topic",
                        "t.yaml:4:3: error: 'routes[1].channel' is missing",
                        "t.yaml:4:3: error: 'routes[1].topic' is missing");
    }

    @Test
    void read_otherPrefix_isTheOneThatIsKept() {
        String yaml = route("a", "gw/own/x", "publish: {allow: [anyone]}");

        assertThat(TopicMapFile.read("t.yaml", yaml, name -> null, "gw/own").map())
                .isEmpty();
        assertThat(TopicMapFile.read("t.yaml", yaml, name -> null, "gw/other").map())
                .isPresent();
    }
}
