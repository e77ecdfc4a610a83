package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.problem.Problems;
import io.fairlead.topic.Qos;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The terminal's clients against a whole gateway, with a broker in memory. */
@Timeout(60)
class GatewayCommandsTest {

    private static final String MAP = """
            version: 1
            routes:
              - name: room
                channel: chat/{room}
                topic: im/{room}
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [anyone], qos: 1}
              - name: note
                channel: notes/{room}
                topic: notes/{room}
                payload: text
                publish: {allow: [anyone], qos: 1}
              - name: closed
                channel: closed/{room}
                topic: closed/{room}
                subscribe: {allow: [authenticated]}
                publish: {allow: [authenticated]}
            """;

    private final FakeBroker broker = new FakeBroker();
    private final Shell shell = new Shell();
    private Gateway gateway = start("auth: {anonymous: true}");

    @BeforeEach
    void awaitBroker() {
        await().until(gateway::brokerUp);
    }

    @AfterEach
    void close() {
        gateway.close();
        broker.close();
    }

    @Test
    void pub_says_what_the_broker_said_and_the_message_is_there() {
        assertThat(shell.run("pub", "--url", url(), "chat/42", "{\"text\":\"grüße\"}"))
                .isZero();

        assertThat(shell.out()).startsWith("published: the broker says ");
        assertThat(broker.published()).singleElement().satisfies(message -> {
            assertThat(message.topic().value()).isEqualTo("im/42");
            assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"text\":\"grüße\"}");
        });
    }

    @Test
    void pub_of_what_is_no_json_sends_the_text() {
        assertThat(shell.run("pub", "--url", url(), "notes/42", "hello there")).isZero();

        assertThat(new String(broker.published().get(0).payload(), StandardCharsets.UTF_8))
                .isEqualTo("hello there");
    }

    @Test
    void pub_that_is_refused_names_the_leg_and_fails() {
        assertThat(shell.run("pub", "--url", url(), "closed/42", "1")).isEqualTo(1);
        assertThat(shell.err()).startsWith("fairlead: forbidden (leg gateway): ");
        assertThat(broker.published()).isEmpty();
    }

    @Test
    void sub_prints_channel_and_payload_of_each_message() throws Exception {
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> shell.run("sub", "--url", url(), "-n", "2", "chat/42"));
        await().until(() -> shell.err().contains("subscribed chat/42"));

        broker.publish("im/42", "{\"a\":1.50}", Qos.AT_LEAST_ONCE);
        broker.publish("im/42", "no json", Qos.AT_LEAST_ONCE);

        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(shell.out()).isEqualToNormalizingNewlines("chat/42 {\"a\":1.50}\nchat/42 no json\n");
    }

    @Test
    void sub_that_is_refused_ends_with_the_reason() {
        assertThat(shell.run("sub", "--url", url(), "closed/1")).isEqualTo(1);
        assertThat(shell.err()).contains("forbidden (leg gateway)");
    }

    @Test
    void client_with_a_token_that_nobody_checks_is_told_so_by_the_close() {
        assertThat(shell.run("sub", "--url", url(), "--token", "x.y.z", "chat/1"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("unauthenticated", "4501");
    }

    @Test
    void gateway_that_is_not_there_is_out_of_reach() {
        String gone = url();
        gateway.close();

        assertThat(shell.run("pub", "--url", gone, "chat/1", "1")).isEqualTo(3);
        assertThat(shell.err()).contains("cannot reach the gateway at ws://127.0.0.1:");
    }

    @Test
    void path_that_is_no_websocket_is_said_to_be_none() {
        assertThat(shell.run("pub", "--url", url() + "/nowhere", "chat/1", "1")).isEqualTo(3);
        assertThat(shell.err()).contains("HTTP status 404");
    }

    @Test
    void broker_that_is_away_at_start_is_waited_for() {
        gateway.close();
        broker.down();
        gateway = start("auth: {anonymous: true}");

        assertThat(gateway.brokerUp()).isFalse();
        assertThat(gateway.port()).isPositive();
        broker.up();

        await().atMost(Duration.ofSeconds(30)).until(gateway::brokerUp);
    }

    private String url() {
        return "http://127.0.0.1:" + gateway.port();
    }

    private Gateway start(String yaml) {
        Configuration configuration = new ConfigurationFile(name -> null)
                .parse(
                        Path.of("fairlead.yaml"),
                        yaml,
                        List.of("listeners.web.host=127.0.0.1", "listeners.web.port=0", "broker.loops=2"),
                        new Problems())
                .orElseThrow();
        try {
            return Gateway.start(configuration, TopicMapFile.parse(MAP), broker, PageSource.NONE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
