package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of maps that work and are probably not meant. */
class MapLintTest {

    private static List<String> warnings(String... routes) {
        String yaml = "version: 1\nroutes:\n" + String.join("\n", routes) + "\n";
        TopicMapFile.Outcome outcome = TopicMapFile.read("t.yaml", yaml, name -> null, "fairlead");
        assertThat(outcome.map()).isPresent();
        return outcome.problems().stream().map(Problem::toString).toList();
    }

    private static String route(String name, String channel, String topic, String sections) {
        return "- {name: " + name + ", channel: \"" + channel + "\", topic: \"" + topic + "\", " + sections + "}";
    }

    @Test
    void lint_soundMap_saysNothing() {
        assertThat(warnings(
                        route("a", "a/{x}/b", "a/{x}/b", "subscribe: {allow: [authenticated]}"),
                        route("b", "a/{x}/{y...}", "c/{x}/{y...}", "subscribe: {allow: [authenticated]}")))
                .isEmpty();
    }

    @Test
    void lint_shadowedRoutes_areNamedWithTheOneThatShadows() {
        String sections = "publish: {allow: [authenticated]}";

        assertThat(warnings(
                        route("wide", "a/{x}/{y...}", "t/{x}/{y...}", sections),
                        route("narrow", "a/b/c/{z}", "t/b/c/{z}", sections),
                        route("own", "a/{user}/c", "t/{user}/c", sections),
                        route("short", "a/{x}", "t/{x}", sections)))
                .hasSize(2)
                .allMatch(w -> w.contains("is never used: route wide in line 3 takes every channel it has"));
    }

    @Test
    void lint_earlierRouteWithUser_shadowsNobodyElse() {
        String sections = "publish: {allow: [authenticated]}";

        assertThat(warnings(route("own", "a/{user}", "t/{user}", sections), route("all", "a/{x}", "t/{x}", sections)))
                .isEmpty();
    }

    @Test
    void lint_sameTopicWithOtherRights_isNamed() {
        assertThat(warnings(
                        route("a", "a/{x}", "t/{x}/v", "subscribe: {allow: [{role: \"{x}\"}]}"),
                        route("b", "b/{y}", "t/{y}/v", "subscribe: {allow: [{role: \"{y}\"}]}"),
                        route("c", "c/{y...}", "t/{y...}", "subscribe: {allow: [authenticated]}")))
                .singleElement()
                .asString()
                .contains("routes a (line 3) and c reach the same topic with different rights");
    }

    @Test
    void lint_readingWiderThanWriting_isNamed() {
        assertThat(warnings(route(
                        "a",
                        "a/{x}",
                        "t/{x}",
                        "subscribe: {allow: [authenticated]}, publish: {allow: [{role: \"{x}\"}]}")))
                .singleElement()
                .asString()
                .contains("lets everybody read what only some may write");
    }

    @Test
    void lint_deliveryThatBreaksItsMeaning_isNamed() {
        assertThat(warnings(
                        route("a", "a", "a", "subscribe: {allow: [authenticated], qos: 2}"),
                        route("b", "b", "b", "subscribe: {allow: [authenticated], delivery: durable}"),
                        route(
                                "c",
                                "c",
                                "c",
                                "subscribe: {allow: [authenticated], delivery: durable, qos: 0, expiry: 1h}")))
                .satisfiesExactly(
                        a -> assertThat(a).contains("is live with QoS 2"),
                        b -> assertThat(b).contains("does not say how long"),
                        c -> assertThat(c).contains("durable with QoS 0"));
    }

    @Test
    void lint_retainedForAnyone_isNamedUnlessStated() {
        assertThat(warnings(
                        route("a", "a", "a", "subscribe: {allow: [anyone]}"),
                        route("b", "b", "b", "subscribe: {allow: [anyone], retained: true}"),
                        route("c", "c", "c", "publish: {allow: [anyone], retain: true}")))
                .satisfiesExactly(
                        a -> assertThat(a).contains("route a is open to anyone"),
                        c -> assertThat(c).contains("lets anyone leave retained values"));
    }

    @Test
    void lint_routeWithoutRights_isNamed() {
        assertThat(warnings(route("a", "a", "a", "payload: text")))
                .singleElement()
                .asString()
                .contains("lets nobody");
    }

    @Test
    void lint_routesThatDifferOnlyInVariables_areCalledCostly() {
        String[] routes = new String[1 << 10];
        for (int i = 0; i < routes.length; i++) {
            StringBuilder name = new StringBuilder("a");
            for (int bit = 0; bit < 10; bit++) {
                name.append((i >> bit & 1) == 0 ? "/{v" + bit + "}" : "/l");
            }
            routes[routes.length - 1 - i] =
                    route("r" + i, name.toString(), "t" + i + name, "publish: {allow: [authenticated]}");
        }

        assertThat(warnings(routes)).singleElement().asString().contains("a single lookup may have to look at");
    }
}
