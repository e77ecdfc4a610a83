package io.fairlead.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.identity.jwt.JwtSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurableIT {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** The broker is shared, and keeps sessions by name. */
    private final String name = "tab-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    private LiveGateway gateway(Combination combination, String linger) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        return LiveGateway.start(
                combination,
                "auth.jwt.secretFile=" + secret,
                "broker.expiresSessions=true",
                "durable.linger=" + linger);
    }

    private static String token() {
        return new JwtSigner(SECRET).sign(Map.of("sub", "alice", "exp", 4_102_444_800L));
    }

    private JsonClient connected(LiveGateway gateway) {
        JsonClient client = gateway.client();
        client.ask("\"type\":\"connect\",\"client\":\"" + name + "\",\"instance\":\"i\",\"token\":\"" + token() + "\"");
        return client;
    }

    private static JsonNode subscribe(JsonClient client, String fields) {
        return client.ask("\"type\":\"subscribe\",\"channel\":\"me/inbox\"" + fields);
    }

    private static List<String> numbered(JsonClient client) {
        return client.frames().stream()
                .filter(frame -> frame.path("type").asText().equals("message"))
                .map(frame ->
                        frame.path("seq").asText() + " " + frame.path("text").asText())
                .toList();
    }

    private static void await(JsonClient client, String... messages) {
        JsonClient.waiting("durable messages")
                .untilAsserted(() -> assertThat(numbered(client)).containsExactly(messages));
    }

    @ParameterizedTest
    @EnumSource(Combination.class)
    void client_backWithinTheLinger_getsWhatItHasNotAcknowledgedUnderTheSameNumbers(Combination combination)
            throws IOException {
        try (LiveGateway gateway = gateway(combination, "1m")) {
            String epoch;
            try (JsonClient first = connected(gateway)) {
                epoch = subscribe(first, "").path("epoch").asText();
                gateway.publish("user/alice/inbox", "a");
                await(first, "1 a");
                first.send("{\"type\":\"ack\",\"epoch\":\"" + epoch + "\",\"seq\":1}");
                // Only now: HiveMQ CE sends nothing further while what it has sent is not acknowledged
                gateway.publish("user/alice/inbox", "b");
                await(first, "1 a", "2 b");
            }
            try (JsonClient second = connected(gateway)) {
                JsonNode subscribed = subscribe(second, ",\"epoch\":\"" + epoch + "\",\"ack\":1");
                assertThat(subscribed.path("recovered").asBoolean()).isTrue();
                await(second, "2 b");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Combination.class)
    void client_awayLonger_getsWhatTheBrokerKept(Combination combination) throws IOException {
        try (LiveGateway gateway = gateway(combination, "1ms")) {
            String epoch;
            try (JsonClient first = connected(gateway)) {
                JsonNode subscribed = subscribe(first, "");
                epoch = subscribed.path("epoch").asText();
                assertThat(subscribed.path("recovered").asBoolean(true)).isFalse();
                gateway.publish("user/alice/inbox", "a");
                await(first, "1 a");
                first.send("{\"type\":\"ack\",\"epoch\":\"" + epoch + "\",\"seq\":1}");
                first.settle();
            }
            gateway.awaitNoDurableLinks();
            gateway.publish("user/alice/inbox", "b");
            try (JsonClient second = connected(gateway)) {
                JsonNode subscribed = subscribe(second, ",\"epoch\":\"" + epoch + "\",\"ack\":1");
                assertThat(subscribed.path("recovered").asBoolean()).isTrue();
                assertThat(subscribed.path("epoch").asText()).isNotEqualTo(epoch);
                await(second, "1 b");
            }
        }
    }
}
