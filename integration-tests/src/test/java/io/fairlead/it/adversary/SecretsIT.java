package io.fairlead.it.adversary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.jwt.JwtSigner;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Secrets of the configuration and of clients, at log level trace, with errors at every door: nobody ever says one. */
@Timeout(120)
class SecretsIT {

    private static final String JWT_SECRET = "planted-jwt-secret-3f9a7c51d2e84b60";
    private static final String CLIENT_SECRET = "planted-client-secret-77c1e0";
    private static final String BROKER_PASSWORD = "planted-broker-password-4d1b";
    private static final String ADMIN_TOKEN = "planted-admin-token-90ab12cd34ef56ab78cd90ef";
    private static final String CLIENTS_PASSWORD = "planted-password-of-a-client-5e2c";
    private static final String TOPICS = """
            version: 1
            routes:
              - name: board
                channel: board/{name}
                topic: board/{name}
                payload: text
                subscribe: {allow: [authenticated], qos: 1}
                publish: {allow: [authenticated], qos: 1}
            """;

    private final JwtSigner signer = new JwtSigner(JWT_SECRET);
    private final int relay = Ports.free();
    private final int passing = Ports.free();
    private final int admin = Ports.free();
    private final List<String> planted =
            new ArrayList<>(List.of(JWT_SECRET, CLIENT_SECRET, BROKER_PASSWORD, ADMIN_TOKEN, CLIENTS_PASSWORD));
    private final Refusals refusals = new Refusals();
    private final List<String> answers = new ArrayList<>();

    private GatewayProcess start(Mosquitto broker) {
        return GatewayProcess.startWith(
                "secrets",
                """
                node: secrets
                listeners:
                  web: {host: 127.0.0.1, port: PORT}
                  admin: {host: 127.0.0.1, port: %d, token: "${ADMIN_TOKEN}"}
                  mqtt:
                    - {host: 127.0.0.1, port: %d}
                    - {host: 127.0.0.1, port: %d, brokerSees: client}
                broker: {url: "mqtt://127.0.0.1:%d", loops: 1, user: gateway, password: "${BROKER_PASSWORD}"}
                auth: {jwt: {secret: "${JWT_SECRET}"}, clientSecret: "${CLIENT_SECRET}"}
                web: {cookie: session}
                limits: {connectsPerSecondPerAddress: 0, bans: {points: 0}}
                log: {level: trace}
                """.formatted(admin, relay, passing, broker.port()),
                TOPICS,
                Map.of(
                        "ADMIN_TOKEN", ADMIN_TOKEN,
                        "BROKER_PASSWORD", BROKER_PASSWORD,
                        "JWT_SECRET", JWT_SECRET,
                        "CLIENT_SECRET", CLIENT_SECRET));
    }

    /** A token, planted: its signature and its claims must not come up again. */
    private String token(String user, long seconds) {
        String token = signer.sign(Map.of("sub", user, "exp", System.currentTimeMillis() / 1_000 + seconds));
        String[] parts = token.split("\\.", -1);
        planted.add(parts[1]);
        planted.add(parts[2]);
        return token;
    }

    private static String damaged(String token) {
        return token.substring(0, token.length() - 3) + "abc";
    }

    @Test
    void everythingThatIsSaid_holdsNoSecret() throws Exception {
        try (Mosquitto broker = Mosquitto.start();
                GatewayProcess gateway = start(broker)) {
            for (String token : List.of(token("alice", 60), damaged(token("bob", 60)), token("carol", -3_600))) {
                atPagesDoor(gateway.port(), token);
                atDevicesDoors(token);
            }
            atAdminDoor();
            broker.kill();
            atDevicesDoors(token("dave", 60));
            gateway.terminate();
            gateway.awaitEnd();

            String said = gateway.said();
            assertThat(said).contains("client dev", "was refused", "the token expired", "no connection to the broker");
            noneOfThePlanted("the log", said);
            noneOfThePlanted("what clients were told", String.join("\n", answers));
        }
    }

    private void atPagesDoor(int port, String token) {
        page(port, "", Map.of(), Map.of("token", token));
        page(port, "", Map.of("Authorization", "Bearer " + token), Map.of());
        page(port, "", Map.of("Cookie", "a=b; session=" + token), Map.of());
        page(port, "?access_token=" + token + "&client=q", Map.of(), Map.of());
        page(port, "", Map.of("Origin", "https://evil.example", "Authorization", "Bearer " + token), Map.of());
        page(port, "", Map.of("Sec-WebSocket-Protocol", "access_token, " + token), Map.of());
    }

    private void page(int port, String query, Map<String, String> headers, Map<String, String> connect) {
        try (Page page = new Page(port, query, headers, refusals)) {
            page.connect(connect);
            page.ask("auth", Map.of("token", damaged(token("alice", 60))));
            page.ask("subscribe", Map.of("channel", "board/+"));
            page.ask("publish", Map.of("channel", "board/a", "text", "x", "token", token("alice", 60)));
            page.send("{\"type\":\"connect\",\"token\":\"" + token("alice", 60) + "\",");
            page.send("{\"type\":\"auth\",\"token\":{\"" + token("alice", 60) + "\":1}}");
            page.ask("ping", Map.of());
            answers.addAll(page.heard());
        } catch (CompletionException refused) {
            answers.add(String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException headerOfTheClients) {
            // A client of its own rules: this one may not set that header
        }
    }

    private void atDevicesDoors(String token) {
        for (MqttVersion version : List.of(MqttVersion.MQTT_5, MqttVersion.MQTT_3_1_1)) {
            try (Device device = new Device(relay, refusals)) {
                if (device.connect(version, "dev", token) == 0) {
                    device.publish("$fairlead/auth", damaged(token("alice", 60)));
                    device.publish("nowhere", "x");
                }
            }
            try (Device device = new Device(passing, refusals)) {
                if (device.connect(version, "dev", CLIENTS_PASSWORD) == 0) {
                    device.publish("nowhere", "x");
                    device.subscribe("nowhere");
                }
            }
        }
    }

    private void atAdminDoor() throws Exception {
        for (String shown : List.of(ADMIN_TOKEN, ADMIN_TOKEN + "x", "")) {
            for (String path : List.of("/livez", "/readyz", "/metrics", "/" + ADMIN_TOKEN + "/../metrics")) {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path));
                if (!shown.isEmpty()) {
                    request.header("Authorization", "Bearer " + shown);
                }
                HttpResponse<String> answer =
                        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
                answers.add(answer.headers() + "\n" + answer.body());
            }
        }
    }

    private void noneOfThePlanted(String where, String said) {
        for (String secret : planted) {
            byte[] bytes = secret.getBytes(UTF_8);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            assertThat(said)
                    .as(where)
                    .doesNotContain(
                            secret,
                            base64,
                            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                    .doesNotContainIgnoringCase(HexFormat.of().formatHex(bytes));
        }
    }
}
