package io.fairlead.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import io.fairlead.it.Tokens;
import io.fairlead.it.live.JsonClient;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are revoked at one gateway of two: what becomes of sessions on every door of both, and of later ones. */
class RevocationIT {

    private static final Pattern ADMIN = Pattern.compile("admin on (http://[^/]*):");
    private static final int READ_MILLIS = 10_000;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final String MAP = """
            version: 1
            routes:
              - {name: room, channel: "chat/{room}", topic: "im/{room}", subscribe: {allow: [authenticated], qos: 1}}
            """;

    private final Mosquitto broker = Mosquitto.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        broker.close();
    }

    /** A gateway, and where its doors are. */
    private record Node(GatewayProcess process, int relay, int shared) {}

    private Node node(String name, String version) {
        int relay = Ports.free();
        int shared = Ports.free();
        GatewayProcess process = GatewayProcess.start(
                name,
                broker.url(),
                MAP,
                "broker.version=" + version,
                "listeners.admin.port=0",
                "listeners.mqtt=[{host: 127.0.0.1, port: " + relay + ", mode: relay}, {host: 127.0.0.1, port: " + shared
                        + ", mode: shared}]");
        open.add(process);
        return new Node(process, relay, shared);
    }

    private HttpResponse<String> revoke(Node node, String body) throws IOException, InterruptedException {
        Matcher line = ADMIN.matcher(node.process().said());
        assertThat(line.find()).isTrue();
        return http.send(
                HttpRequest.newBuilder(URI.create(line.group(1) + "/api/revocations"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonClient page(Node node, String token, String client) {
        JsonClient page = new JsonClient(node.process().port());
        open.add(page);
        page.send("{\"type\":\"connect\",\"client\":\"" + client + "\",\"token\":\"" + token + "\"}");
        return page;
    }

    private JsonClient welcomed(Node node, String token, String client) {
        JsonClient page = page(node, token, client);
        page.settle();
        return page;
    }

    private static void awaitEnd(JsonClient page, int code) {
        Awaitility.await("the end by " + code)
                .untilAsserted(() ->
                        assertThat(page.troubles()).singleElement().asString().startsWith("closed: " + code + " "));
    }

    private @Nullable MqttMessage connect(int port, String token, String client, List<PacketSocket> sockets) {
        PacketSocket socket = new PacketSocket(port);
        open.add(socket);
        sockets.add(socket);
        socket.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(client)
                .cleanSession(true)
                .username("any")
                .password(token.getBytes(StandardCharsets.UTF_8))
                .keepAlive(60)
                .build());
        return socket.read(READ_MILLIS);
    }

    private static int connAck(@Nullable MqttMessage packet) {
        assertThat(packet).isInstanceOf(MqttConnAckMessage.class);
        return Byte.toUnsignedInt(((MqttConnAckMessage) Objects.requireNonNull(packet))
                .variableHeader()
                .connectReturnCode()
                .byteValue());
    }

    private static void assertDisconnected(PacketSocket socket) {
        MqttMessage last = Objects.requireNonNull(socket.read(READ_MILLIS), "nothing came");
        assertThat(last.fixedHeader().messageType()).isEqualTo(MqttMessageType.DISCONNECT);
        assertThat(((MqttReasonCodeAndPropertiesVariableHeader) last.variableHeader()).reasonCode() & 0xFF)
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(socket.read(READ_MILLIS)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "3.1.1"})
    void userRevokedAtOneGateway_isGoneFromAllDoorsOfBoth_andOneStartedLaterRefusesToo(String version)
            throws IOException, InterruptedException {
        Node a = node("gw-a", version);
        Node b = node("gw-b", version);
        String old = Tokens.issued("alice", "t1", Instant.now().minusSeconds(60));
        List<JsonClient> pages = List.of(welcomed(a, old, "page-a"), welcomed(b, old, "page-b"));
        JsonClient bob = welcomed(b, Tokens.issued("bob", "t2", Instant.now().minusSeconds(60)), "page");
        List<PacketSocket> sockets = new ArrayList<>();
        for (int port : List.of(a.relay(), a.shared(), b.relay(), b.shared())) {
            assertThat(connAck(connect(port, old, "device-" + port, sockets))).isZero();
        }

        HttpResponse<String> answer = revoke(a, "{\"user\":\"alice\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("\"nodes\":\"told\"");
        pages.forEach(page -> awaitEnd(page, 4501));
        sockets.forEach(RevocationIT::assertDisconnected);
        bob.settle();
        assertThat(connAck(connect(b.relay(), old, "again", sockets))).isEqualTo(0x86);
        assertThat(connAck(connect(b.shared(), old, "again", sockets))).isEqualTo(0x86);
        awaitEnd(page(b, old, "again"), 4501);
        String fresh = Tokens.issued("alice", "t3", Instant.now().plusSeconds(2));
        welcomed(b, fresh, "again");
        assertThat(connAck(connect(b.relay(), fresh, "again", sockets))).isZero();

        Node late = node("gw-late", version);
        awaitEnd(page(late, old, "late"), 4501);
        assertThat(connAck(connect(late.relay(), old, "late", sockets))).isEqualTo(0x86);

        assertThat(revoke(late, "{\"tokenId\":\"t2\"}").statusCode()).isEqualTo(201);
        awaitEnd(bob, 4010);
    }
}
