package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.problem.Problems;
import io.fairlead.transport.http.PageSource;
import io.fairlead.wire.json.JsonTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask the admin listener, against a whole gateway with a broker in memory. */
@Timeout(60)
class RevokeCommandTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String MAP = """
            version: 1
            routes:
              - {name: room, channel: "chat/{room}", topic: "im/{room}", subscribe: {allow: [anyone]}}
            """;

    @TempDir
    Path folder = Path.of("");

    private final FakeBroker broker = new FakeBroker();
    private final Shell shell = new Shell();
    private final Gateway gateway = start();

    private static Configuration configuration() {
        Problems problems = new Problems();
        return new ConfigurationFile(Map.of("ADMIN", TOKEN)::get)
                .parse(
                        Path.of("fairlead.yaml"),
                        "auth: {anonymous: true}\nlisteners: {web: {host: 127.0.0.1, port: 0},"
                                + " admin: {host: 127.0.0.1, port: 0, token: \"${ADMIN}\"}}",
                        List.of(),
                        problems)
                .orElseThrow(() -> new AssertionError(problems.list()));
    }

    private Gateway start() {
        try {
            return Gateway.start(configuration(), TopicMapFile.parse(MAP), broker, PageSource.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void awaitBroker() {
        await().until(gateway::brokerUp);
        shell.with("FAIRLEAD_ADMIN_TOKEN", TOKEN);
    }

    @AfterEach
    void close() {
        gateway.close();
        broker.close();
    }

    private String url() {
        return Objects.requireNonNull(gateway.adminListener()).replaceFirst(": .*", "");
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void revoked_isListed_andLifted() {
        assertThat(shell.run("revoke", "--url", url(), "--user", "alice", "--client", "tab", "--for", "2h"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out())
                .startsWith("revoked client tab of user alice until ")
                .contains("all gateways");

        Shell list = new Shell().with("FAIRLEAD_ADMIN_TOKEN", TOKEN).with("FAIRLEAD_ADMIN_URL", url());
        assertThat(list.run("revocations", "--url", url())).isZero();
        assertThat(list.out()).contains("client tab of user alice until").contains("1 revocation in force");
        String id = list.out().substring(0, 32);

        Shell lift = new Shell().with("FAIRLEAD_ADMIN_TOKEN", TOKEN);
        assertThat(lift.run("revocations", "--url", url(), "--lift", id)).isZero();
        assertThat(lift.out()).startsWith("lifted the revocation of client tab of user alice");
        Shell again = new Shell().with("FAIRLEAD_ADMIN_TOKEN", TOKEN);
        assertThat(again.run("revocations", "--url", url(), "--lift", id)).isEqualTo(1);
        assertThat(again.err()).contains("not_found (leg client)");
    }

    @Test
    void json_isTheGatewaysAnswer() {
        assertThat(shell.run("revoke", "--url", url(), "--token-id", "t1", "--json"))
                .isZero();
        assertThat(JsonTree.read(shell.out()))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("tokenId", "t1")
                .containsEntry("nodes", "told");
    }

    @Test
    void brokerAway_isExitCode3_andSaysWhatCounts() {
        broker.down();
        await().until(() -> !gateway.brokerUp());

        assertThat(shell.run("revoke", "--url", url(), "--user", "alice")).isEqualTo(3);

        assertThat(shell.err()).contains("broker_down (leg broker)").contains("On this gateway it counts already");
    }

    @Test
    void wrongUse_isExitCode2() {
        assertThat(shell.run("revoke", "--url", url())).isEqualTo(2);
        assertThat(shell.run("revoke", "--url", url(), "--user", "a", "--token-id", "b"))
                .isEqualTo(2);
        assertThat(shell.run("revoke", "--url", url(), "--user", "a", "--for", "soon"))
                .isEqualTo(2);
    }

    @Test
    void nobodyThere_isExitCode3() {
        assertThat(shell.run("revocations", "--url", "http://127.0.0.1:1")).isEqualTo(3);
        assertThat(shell.err()).contains("no gateway answers");
    }

    @Test
    void withoutTheToken_isExitCode1_andAFileWillDoForIt() throws IOException {
        Shell bare = new Shell();
        assertThat(bare.run("revocations", "--url", url())).isEqualTo(1);
        assertThat(bare.err()).contains("unauthenticated (leg client)").doesNotContain(TOKEN);

        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        assertThat(new Shell().run("revocations", "--url", url(), "--token-file", file.toString()))
                .isZero();
    }

    @Test
    void metrics_areForWhoHasTheToken_andHealthIsForAll() throws IOException, InterruptedException {
        shell.run("revoke", "--url", url(), "--user", "alice");

        HttpResponse<String> metrics = get("/metrics", "Authorization", "Bearer " + TOKEN);

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body())
                .contains("fairlead_revocations 1.0")
                .contains("fairlead_sessions 0.0")
                .contains("fairlead_closes_total{leg=\"client\",reason=\"unauthenticated\"} 0.0");
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/api/revocations").statusCode()).isEqualTo(401);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).startsWith("ready\n");
    }
}
