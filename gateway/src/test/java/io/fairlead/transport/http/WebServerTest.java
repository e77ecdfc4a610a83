package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener over loopback sockets. */
@ExtendWith(NoLeaks.class)
class WebServerTest {
    private static final String UPGRADE = """
            GET /ws HTTP/1.1
            Host: a
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """;
    private static final int NOTHING_HERE =
            "there is nothing here; WebSockets open at /ws, and at /mqtt where MQTT is served\n".length();
    private static final WebSettings ANY_PORT = WebSettings.DEFAULT.at("127.0.0.1", 0);

    private final List<RecordingSession> sessions = new CopyOnWriteArrayList<>();
    private final EventLoops loops = new EventLoops(2);
    private final WebServer server;

    WebServerTest() throws IOException {
        server = start(ANY_PORT);
    }

    private WebServer start(WebSettings settings) throws IOException {
        return WebServer.start(settings, loops, PageSource.NONE, connection -> {
            var session = new RecordingSession(connection);
            sessions.add(session);
            return session;
        });
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    @Test
    void clients_connect_areSpreadOverTheLoops() throws IOException {
        open();
        open();

        assertThat(sessions)
                .extracting(session -> session.connection.loop())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    /** Bytes one at a time, as the worst of networks may bring them. */
    @Test
    void frame_inSingleBytes_isReadAndAnswered() throws IOException {
        try (Socket socket = open()) {
            for (byte b : new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'}) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }

            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x81, 2, 'h', 'i');
        }
    }

    @Test
    void client_vanishes_sessionIsClosedOnce() throws IOException {
        open().close();

        await().untilAsserted(() -> assertThat(sessions.get(0).lines).contains("closed"));
        assertThat(sessions.get(0).lines).containsOnlyOnce("closed");
    }

    @Test
    void client_vanishesInsideAFrame_leavesNothingBehind() throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0xFE, 1, 0, 0, 0, 0, 0, 'c', 'u', 't'});
        }

        await().untilAsserted(() -> assertThat(sessions.get(0).lines).contains("closed"));
    }

    @Test
    void close_clientsOpen_tellsThemThatTheGatewayDrains() {
        var client = new Listening();
        client.connect(server.port());

        server.close();

        await().untilAsserted(() -> assertThat(client.closed)
                .singleElement()
                .asString()
                .startsWith("4000 {\"code\":\"draining\",\"leg\":\"gateway\""));
        assertThatThrownBy(this::open).isInstanceOf(ConnectException.class);
    }

    /** A connection that was accepted before, and asks for its WebSocket too late. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void upgrade_afterTheDoorWasShut_isToldToComeBack(boolean closing) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            send(socket, "GET /elsewhere HTTP/1.1\nHost: a\n\n");
            assertThat(head(socket)).startsWith("HTTP/1.1 404");
            socket.getInputStream().readNBytes(NOTHING_HERE);
            if (closing) {
                server.close();
            } else {
                server.stopAccepting();
            }

            send(socket, UPGRADE);

            assertThat(head(socket)).startsWith("HTTP/1.1 101");
            byte[] close = socket.getInputStream().readNBytes(4);
            assertThat(close[0]).isEqualTo((byte) 0x88);
            assertThat(((close[2] & 0xFF) << 8) | (close[3] & 0xFF)).isEqualTo(4_000);
            assertThat(new String(socket.getInputStream().readNBytes(close[1] - 2), StandardCharsets.UTF_8))
                    .startsWith("{\"code\":\"draining\",\"leg\":\"gateway\",\"retryAfterMs\":");
            assertThat(sessions).isEmpty();
        }
    }

    @Test
    void start_portTaken_saysWhichAddress() {
        assertThatThrownBy(() -> start(ANY_PORT.at("127.0.0.1", server.port())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port());
    }

    @Test
    void start_hostUnknown_saysThat() {
        assertThatThrownBy(() -> start(ANY_PORT.at("nowhere.invalid", 1)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on nowhere.invalid:1: no address is known for that host");
    }

    @Test
    void standardClient_talks_isUnderstood() {
        var client = new Listening();
        WebSocket socket = client.connect(server.port());

        socket.sendText("gr", false).join();
        socket.sendText("üße", true).join();

        await().untilAsserted(() -> assertThat(client.texts).containsExactly("grüße"));
    }

    /** Opens a WebSocket and reads the response to its handshake. */
    private Socket open() throws IOException {
        int before = sessions.size();
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        send(socket, UPGRADE);
        assertThat(head(socket)).startsWith("HTTP/1.1 101");
        await().until(() -> sessions.size() > before);
        return socket;
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(Socket socket) throws IOException {
        var response = new StringBuilder();
        while (response.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            assertThat(read).as("what comes after '%s'", response).isNotNegative();
            response.append((char) read);
        }
        return response.toString();
    }

    /** The JDK's own WebSocket client. */
    private static final class Listening implements WebSocket.Listener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();

        WebSocket connect(int port) {
            return HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
                    .join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            texts.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.add(status + " " + reason);
            return null;
        }
    }
}
