package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.InsecureCombinations.Found;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import io.fairlead.topicmap.TopicMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that let strangers in together, and each step that makes them safe. */
class InsecureCombinationsTest {

    private static final String CLOSED = "'chat/{room}', topic: 'im/{room}', publish: {allow: [authenticated]}";

    private static TopicMap map(String route) {
        return TopicMapFile.parse("version: 1\nroutes:\n  - {name: r, channel: " + route + "}\n");
    }

    private static List<Insecurity> found(String route, String... options) {
        Problems problems = new Problems();
        Configuration read = new ConfigurationFile(name -> null)
                .parse(Path.of("fairlead.yaml"), "auth: {anonymous: true}", List.of(options), problems)
                .orElseThrow(() -> new AssertionError(problems.list()));
        return InsecureCombinations.in(read, map(route)).stream()
                .map(Found::what)
                .toList();
    }

    @Test
    void defaults_withAClosedMap_areSafe() {
        assertThat(found(CLOSED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{name...}', topic: 'try/{name...}', publish: {allow: [anyone]}",
                "'{a}/x', topic: '{a}/x', publish: {allow: [anyone]}",
                "'t/{a...}', topic: 't/{a...}', publish: {allow: [{role: x}, anyone]}",
            })
    void anonymous_whoMayPublishAnything_isFoundOnAPublicAddressOnly(String route) {
        assertThat(found(route)).containsExactly(Insecurity.ANONYMOUS_PUBLISH);
        assertThat(found(route, "listeners.web.host=127.0.0.1")).isEmpty();
        assertThat(found(route, "listeners.web.host=::1")).isEmpty();
        assertThat(found(route, "listeners.web.host=127.0.0.1", "listeners.mqtt.host=10.0.0.1"))
                .containsExactly(Insecurity.ANONYMOUS_PUBLISH);
        assertThat(found(route.replace("anyone", "authenticated"))).isEmpty();
        assertThat(found(route.replace("publish", "subscribe"))).isEmpty();
    }

    @Test
    void anonymous_whoMayPublishToOneLevel_isMeant() {
        assertThat(found("'poll/{a}', topic: 'poll/{a}', publish: {allow: [anyone]}"))
                .isEmpty();
    }

    @Test
    void nobodyAnonymous_mayPublishAnything() {
        Configuration read = new ConfigurationFile(name -> name.equals("S") ? "x".repeat(40) : null)
                .parse(
                        Path.of("x.yaml"),
                        "{auth: {jwt: {secret: '${S}'}}}",
                        List.of("auth.anonymous=false"),
                        new Problems())
                .orElseThrow();

        assertThat(InsecureCombinations.in(
                        read, map("'{name...}', topic: 'try/{name...}', publish: {allow: [anyone]}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listeners.web.mqtt.brokerSees=client | ANONYMOUS_PASSTHROUGH",
                "listeners.mqtt.brokerSees=client | ANONYMOUS_PASSTHROUGH",
                "listeners.web.mqtt.brokerSees=user |",
                "listeners.web.mqtt.brokerSees=client listeners.web.host=127.0.0.1 |",
                "web.cookie=t | PLAIN_COOKIE",
                "web.cookie=t listeners.web.host=localhost |",
                "web.cookie=t web.trustedProxies=[10.0.0.1] |",
                "web.cookie=t web.trustedProxies=[10.0.0.1] web.origins=[*] | ANY_ORIGIN_COOKIE",
                "web.cookie=t listeners.web.host=::1 web.origins=[*] | ANY_ORIGIN_COOKIE",
                "web.origins=[*] |",
                "broker.url=mqtts://b broker.tls.verifyHost=false | UNVERIFIED_BROKER",
                "broker.url=[mqtt://a,wss://b] broker.tls.verifyHost=false | UNVERIFIED_BROKER",
                "broker.url=mqtt://b broker.tls.verifyHost=false |",
            })
    void combination_isFound_andIsNoneWithoutOneOfItsHalves(String options, Insecurity expected) {
        List<Insecurity> wanted = expected == null ? List.of() : List.of(expected);
        assertThat(found(CLOSED, options.replace("[*]", "['*']").split(" ", -1)))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @EnumSource
    void everyName_isAllowedByItsWord_andStandsInTheDocs(Insecurity what) throws IOException {
        Problems problems = new Problems();
        Configuration read = new ConfigurationFile(name -> null)
                .parse(
                        Path.of("x.yaml"),
                        "{auth: {anonymous: true}, security: {allow: [" + what.word() + "]}}",
                        List.of(),
                        problems)
                .orElseThrow();

        assertThat(read.allowed()).containsExactly(what);
        assertThat(Files.readString(Path.of("../docs/operations.md"))).contains("| `" + what.word() + "` |");
    }

    @Test
    void unknownName_isRefusedWithTheNearest() {
        Problems problems = new Problems();
        new ConfigurationFile(name -> null)
                .parse(
                        Path.of("x.yaml"),
                        "{auth: {anonymous: true}, security: {allow: [anonymous-publsh]}}",
                        List.of(),
                        problems);

        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::hint)
                .isEqualTo("did you mean 'anonymous-publish'?");
    }

    @Test
    void hint_saysHowToAllowIt() {
        Stream.of(Insecurity.values())
                .forEach(what -> assertThat(new Found(what, "k", "s", "r").hint())
                        .isEqualTo("r; or, if it is meant, security.allow: [" + what.word() + "]"));
        assertThat(Arrays.stream(Insecurity.values()).map(Insecurity::word)).allMatch(w -> w.matches("[a-z-]+"));
    }
}
