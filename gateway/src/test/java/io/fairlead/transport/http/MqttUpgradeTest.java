package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.metrics.Meters;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.Reception;
import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.mqtt.MqttDoors;
import io.fairlead.transport.mqtt.MqttSettings;
import io.fairlead.transport.mqtt.RecordingMqttSession;
import io.fairlead.wire.mqtt.MqttConnection;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQTT in WebSockets, with the JDK's client over loopback. */
@ExtendWith(NoLeaks.class)
class MqttUpgradeTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CONNECT = "100d00044d51545404020000000161";
    private static final String CONNACK = "20020000";
    private static final String PINGREQ = "c000";
    private static final String PINGRESP = "d000";

    private final List<RecordingMqttSession> sessions = new CopyOnWriteArrayList<>();
    private final EventLoops loops = new EventLoops(1);
    private volatile Consumer<String> then = line -> {};
    private final MqttDoors doors =
            MqttDoors.of(loops.all(), new MqttSettings(1 << 20, 10_000), loop -> this::session, Meters.inMemory(1));
    private final WebServer server = start();

    private RecordingMqttSession session(MqttConnection connection) {
        var session = new RecordingMqttSession(connection);
        session.then = line -> then.accept(line);
        sessions.add(session);
        return session;
    }

    private WebServer start() {
        WebSettings settings = WebSettings.DEFAULT
                .at("127.0.0.1", 0)
                .with(WebRules.DEFAULT.withCookie("session"))
                .with(TrustedProxies.of(List.of("127.0.0.1")));
        try {
            return WebServer.start(
                    settings, loops, PageSource.NONE, RecordingSession::new, doors, Reception.OPEN, null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        server.close();
        doors.close();
        loops.close();
    }

    @Test
    void client_thatOffersMqtt_speaksItInBinaryFrames() {
        Client client = connect("/mqtt", "mqttv3.1", "mqtt");

        client.send(CONNECT);
        client.await(CONNACK);
        client.send(PINGREQ);

        client.await(CONNACK + PINGRESP);
        assertThat(client.socket.getSubprotocol()).isEqualTo("mqtt");
        assertThat(sessions.get(0).connection.peer().listener()).isEqualTo("/mqtt");
        assertThat(sessions.get(0).connection.peer().token()).isNull();
    }

    @Test
    void packets_splitOverFramesAndFragments_orSeveralInOne_areTheSamePackets() {
        Client client = connect("/mqtt", "mqtt");

        for (int i = 0; i < CONNECT.length(); i += 2) {
            client.send(CONNECT.substring(i, i + 2));
        }
        client.send(PINGREQ.repeat(3) + "c0");
        client.socket.sendBinary(ByteBuffer.wrap(new byte[] {0}), false).join();
        client.socket
                .sendBinary(ByteBuffer.wrap(new byte[] {(byte) 0xC0}), false)
                .join();
        client.socket.sendPing(ByteBuffer.wrap(new byte[] {7})).join();
        client.socket.sendBinary(ByteBuffer.wrap(new byte[] {0}), true).join();

        client.await(CONNACK + PINGRESP.repeat(5));
        client.awaitPong("07");
    }

    @Test
    void whatIsWrittenBetweenTwoFlushes_leavesInOneFrame() {
        Client client = connect("/mqtt", "mqtt");
        client.send(CONNECT);
        client.await(CONNACK);

        client.send(PINGREQ.repeat(100));

        client.await(CONNACK + PINGRESP.repeat(100));
        assertThat(client.messages).contains(PINGRESP.repeat(100));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "125, 1", "126, 1", "65535, 1", "65536, 1", "300, 500", "40000, 3"})
    void frames_ofEveryLength_arriveWhole(int bytes, int packets) {
        then = line -> {
            if (line.equals("PINGREQ")) {
                for (int i = 0; i < packets; i++) {
                    sessions.get(0).connection.write(Unpooled.buffer(bytes).writeZero(bytes));
                }
            }
        };
        Client client = connect("/mqtt", "mqtt");
        client.send(CONNECT);
        client.await(CONNACK);

        client.send(PINGREQ);

        client.await(CONNACK + "00".repeat(bytes * packets) + PINGRESP);
    }

    @Test
    void textFrame_isClosedAs1003() {
        Client client = connect("/mqtt", "mqtt");

        client.socket.sendText("hello", true).join();

        assertThat(client.awaitClose()).startsWith("1003 ").contains("MQTT is spoken in binary frames");
    }

    @Test
    void close_ofTheClient_isAnsweredAndEndsItsSession() {
        Client client = connect("/mqtt", "mqtt");
        client.send(CONNECT);
        client.await(CONNACK);

        client.socket.sendClose(1000, "").join();

        assertThat(client.awaitClose()).startsWith("1000");
        await().untilAsserted(() -> assertThat(sessions.get(0).heard).contains("closed"));
    }

    @Test
    void fault_isTheEndInBothProtocols() {
        Client client = connect("/mqtt", "mqtt");

        client.send(CONNECT + CONNECT);

        assertThat(client.awaitClose()).startsWith("1000");
        assertThat(sessions.get(0).heard).contains("closed protocol_error");
    }

    @Test
    void doors_close_clientsAreToldAndClosed() {
        Client client = connect("/mqtt", "mqtt");
        client.send(CONNECT);
        client.await(CONNACK);

        doors.close();

        assertThat(client.awaitClose()).startsWith("1000");
    }

    @ParameterizedTest
    @CsvSource({"mqttv3.1", "fairlead.v1", "''"})
    void client_thatDoesNotOfferMqtt_isClosedAsUnknownSubprotocol(String offered) {
        Client client = offered.isEmpty() ? connect("/mqtt") : connect("/mqtt", offered);

        assertThat(client.awaitClose()).startsWith("4505 ").contains("unknown_subprotocol", "offer mqtt");
        assertThat(sessions).isEmpty();
    }

    @Test
    void page_ofAForeignOrigin_isClosedAsForbidden() {
        Client client = new Client(
                HTTP.newWebSocketBuilder()
                        .header("Origin", "https://evil.example")
                        .subprotocols("mqtt"),
                "/mqtt");

        assertThat(client.awaitClose()).startsWith("4503 ");
        assertThat(sessions).isEmpty();
    }

    @Test
    void token_andAddress_areThePeers() {
        Client client = new Client(
                HTTP.newWebSocketBuilder()
                        .header("Authorization", "Bearer secret")
                        .header("X-Forwarded-For", "198.51.100.9, 192.0.2.1")
                        .subprotocols("mqtt"),
                "/mqtt?access_token=other");
        client.send(CONNECT);
        client.await(CONNACK);

        assertThat(sessions.get(0).connection.peer().token()).isEqualTo("secret");
        assertThat(sessions.get(0).connection.peer().address()).isEqualTo(new InetSocketAddress("192.0.2.1", 0));
    }

    private Client connect(String path, String... subprotocols) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (subprotocols.length > 0) {
            builder.subprotocols(
                    subprotocols[0],
                    List.of(subprotocols).subList(1, subprotocols.length).toArray(String[]::new));
        }
        return new Client(builder, path);
    }

    private final class Client implements WebSocket.Listener {
        final List<String> messages = new CopyOnWriteArrayList<>();
        final List<String> pongs = new CopyOnWriteArrayList<>();
        final List<String> closes = new CopyOnWriteArrayList<>();
        private final StringBuilder unfinished = new StringBuilder();
        final WebSocket socket;

        Client(WebSocket.Builder builder, String path) {
            socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), this)
                    .join();
        }

        void send(String hex) {
            socket.sendBinary(ByteBuffer.wrap(ByteBufUtil.decodeHexDump(hex)), true)
                    .join();
        }

        void await(String hex) {
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(String.join("", messages)).isEqualTo(hex));
        }

        void awaitPong(String hex) {
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(pongs).containsExactly(hex));
        }

        String awaitClose() {
            org.awaitility.Awaitility.await().until(() -> !closes.isEmpty());
            return closes.get(0);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            unfinished.append(ByteBufUtil.hexDump(Unpooled.wrappedBuffer(data)));
            if (last) {
                messages.add(unfinished.toString());
                unfinished.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
            pongs.add(ByteBufUtil.hexDump(Unpooled.wrappedBuffer(payload)));
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closes.add(status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closes.add("broken: " + error);
        }
    }
}
