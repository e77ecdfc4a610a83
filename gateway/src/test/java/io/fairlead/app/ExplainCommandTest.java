package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.wire.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    @TempDir
    Path folder = Path.of("");

    private final Shell shell = new Shell().with("S", "a secret that is long enough for HS256");
    private String config = "";

    @BeforeEach
    void write() throws IOException {
        config = folder.resolve("fairlead.yaml").toString();
        Files.writeString(Path.of(config), "auth: {anonymous: true, jwt: {secret: ${S}}}\n");
        Files.writeString(folder.resolve("topics.yaml"), """
                version: 1
                routes:
                  - name: room
                    channel: chat/{room}
                    topic: im/{room}/msg
                    subscribe: {allow: [{claim: rooms, contains: "{room}"}]}
                    publish: {allow: [{role: member}]}
                """);
    }

    @Test
    void grant_names_route_line_and_filter() {
        assertThat(shell.run("explain", "-c", config, "-u", "alice", "--claim", "rooms=42", "subscribe", "chat/42"))
                .isZero();
        assertThat(shell.out()).startsWith("allowed: alice may subscribe").contains("room, ", ":3:5", "im/42/msg");
    }

    @Test
    void refusal_names_the_condition_that_failed_and_what_it_needs() {
        assertThat(shell.run("explain", "-c", config, "-u", "alice", "--role", "guest", "publish", "chat/42"))
                .isEqualTo(1);
        assertThat(shell.out()).startsWith("forbidden: ").contains("role: member", "has the roles [guest]", "'member'");
    }

    @Test
    void channel_without_a_route_is_said_to_have_none() {
        assertThat(shell.run("explain", "-c", config, "subscribe", "news")).isEqualTo(1);
        assertThat(shell.out()).startsWith("no_route: ");
    }

    @Test
    void token_says_who_asks() {
        Shell signer = new Shell().with("S", "a secret that is long enough for HS256");
        signer.run("token", "-c", config, "-u", "bob", "--claim", "rooms=7");

        assertThat(shell.run("explain", "-c", config, "--token", signer.out().strip(), "subscribe", "chat/7"))
                .isZero();
        assertThat(shell.out()).startsWith("allowed: bob may");
    }

    @Test
    void token_that_does_not_hold_is_a_sentence_without_it() {
        assertThat(shell.run("explain", "-c", config, "--token", "no.such.token", "subscribe", "chat/7"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("no signed JWT").doesNotContain("no.such.token");
    }

    @Test
    void key_set_that_cannot_be_fetched_is_a_sentence_that_names_it() throws IOException {
        Files.writeString(
                Path.of(config), "auth: {jwt: {jwks: {url: 'http://127.0.0.1:1/keys'}, issuer: i, audience: a}}\n");
        Shell signer = new Shell().with("S", "a secret that is long enough for HS256");
        Path other = Files.writeString(folder.resolve("other.yaml"), "auth: {jwt: {secret: ${S}}}\n");
        signer.run("token", "-c", other.toString(), "-u", "bob");

        assertThat(shell.run("explain", "-c", config, "--token", signer.out().strip(), "subscribe", "chat/7"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("cannot be checked", "key set cannot be fetched", "auth.jwt.jwks.url");
    }

    @Test
    void json_bears_verdict_route_and_conditions() {
        shell.run("explain", "--json", "-c", config, "publish", "chat/42");

        Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(JsonTree.read(shell.out()));
        assertThat(answer.get("allowed")).isEqualTo(false);
        assertThat(answer.get("code")).isEqualTo("forbidden");
        assertThat((Map<?, ?>) answer.get("route")).extracting("name").isEqualTo("room");
    }

    @Test
    void map_with_errors_is_refused_with_all_of_them() throws IOException {
        Files.writeString(folder.resolve("topics.yaml"), "version: 2\nroutes: []\nrouts: []\n");

        assertThat(shell.run("explain", "-c", config, "subscribe", "chat/1")).isEqualTo(1);
        assertThat(shell.err()).contains("topics.yaml:1:10: error", "topics.yaml:3:1: error", "2 errors");
    }
}
