package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.TopicMapFile;
import io.fairlead.problem.Problems;
import io.fairlead.transport.JsonClient;
import io.fairlead.transport.http.PageSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a whole gateway ends, and what the admin listener says of it meanwhile. */
@Timeout(60)
class GatewayDrainTest {

    private static final String MAP = """
            version: 1
            routes:
              - name: note
                channel: notes/{name}
                topic: note/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [anyone], qos: 1}
            """;
    private static final String PUBLISH = "{\"type\":\"publish\",\"id\":\"p\",\"channel\":\"notes/a\",\"text\":\"x\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeBroker broker = new FakeBroker();
    private Gateway gateway = start("30s");

    @AfterEach
    void close() {
        gateway.close();
        broker.close();
    }

    private Gateway start(String window) {
        Configuration configuration = new ConfigurationFile(name -> null)
                .parse(
                        Path.of("fairlead.yaml"),
                        "auth: {anonymous: true}",
                        List.of(
                                "node=gw-1",
                                "listeners.web.host=127.0.0.1",
                                "listeners.web.port=0",
                                "listeners.admin.port=0",
                                "drain.window=" + window,
                                "broker.loops=2"),
                        new Problems())
                .orElseThrow();
        try {
            return Gateway.start(configuration, TopicMapFile.parse(MAP), broker, PageSource.NONE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void restart(String window) {
        gateway.close();
        gateway = start(window);
        await().until(gateway::brokerUp);
    }

    private HttpResponse<String> admin(String path) {
        String listener = String.valueOf(gateway.adminListener());
        URI address = URI.create(listener.substring(0, listener.indexOf(": /")) + path);
        try {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Void> drain() {
        return CompletableFuture.runAsync(() -> {
            try {
                gateway.drain();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void readyz_saysYesOnceTheBrokerWasReached_andStaysSoThroughAnOutage() {
        broker.down();
        restartUnreached();
        assertThat(admin("/readyz").statusCode()).isEqualTo(503);
        assertThat(admin("/livez").statusCode()).isEqualTo(200);

        broker.up();
        await().until(() -> admin("/readyz").statusCode() == 200);

        broker.down();
        await().until(() -> admin("/readyz").body().contains("broker: down"));
        assertThat(admin("/readyz").statusCode()).isEqualTo(200);
        assertThat(admin("/elsewhere").statusCode()).isEqualTo(404);
    }

    private void restartUnreached() {
        gateway.close();
        gateway = start("30s");
    }

    @Test
    void drain_fromTheFirstMoment_isNotReadyAndTakesNobody_whileOldClientsAreServed() throws Exception {
        restart("20s");
        CompletableFuture<Void> draining;
        try (JsonClient client = JsonClient.connect(gateway.port(), "/ws")) {
            client.subscribe("notes/a");
            draining = drain();
            client.await("\"draining\"", "\"reconnectAfterMs\":");

            assertThat(admin("/readyz").statusCode()).isEqualTo(503);
            assertThat(admin("/readyz").body()).startsWith("draining: ").contains("clients: 1");
            assertThat(admin("/livez").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> JsonClient.connect(gateway.port(), "/ws"))
                    .hasMessageContaining("ConnectException");
            client.send(PUBLISH);
            client.await("\"published\"", "\"id\":\"p\"");
            client.await("\"message\"", "\"text\":\"x\"");
            assertThat(client.isOpen()).isTrue();
        }
        draining.get(15, TimeUnit.SECONDS);
    }

    @Test
    void drain_shortWindow_closesEveryClientWith4000_andEnds() throws Exception {
        restart("200ms");
        try (JsonClient one = JsonClient.connect(gateway.port(), "/ws");
                JsonClient other = JsonClient.connect(gateway.port(), "/ws")) {
            one.subscribe("notes/a");
            other.subscribe("notes/b");

            drain().get(20, TimeUnit.SECONDS);
            gateway.close();

            assertThat(one.awaitClose())
                    .startsWith("4000 {\"code\":\"draining\",\"leg\":\"gateway\",\"retryAfterMs\":");
            assertThat(other.awaitClose()).startsWith("4000 ");
            assertThat(one.frames()).last().asString().contains("\"draining\"");
            assertThat(broker.connected()).isEmpty();
        }
    }

    @Test
    void start_adminPortTaken_saysWhich_andLeavesNothingBehind() {
        int taken = Integer.parseInt(String.valueOf(gateway.adminListener()).replaceAll(".*:(\\d+): /.*", "$1"));
        Configuration configuration = new ConfigurationFile(name -> null)
                .parse(
                        Path.of("fairlead.yaml"),
                        "auth: {anonymous: true}",
                        List.of("node=gw-2", "listeners.web.port=0", "listeners.admin.port=" + taken),
                        new Problems())
                .orElseThrow();

        assertThatThrownBy(() -> Gateway.start(configuration, TopicMapFile.parse(MAP), broker, PageSource.NONE)
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + taken);
        assertThat(broker.connected()).noneMatch(id -> id.contains("gw-2"));
    }
}
