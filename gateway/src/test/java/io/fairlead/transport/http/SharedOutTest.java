package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.bridge.ClientConnection;
import io.fairlead.metrics.Meters;
import io.fairlead.shares.ShareSettings;
import io.fairlead.shares.Shares;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.Reception;
import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.websocket.WebSocketSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The web listener with bounds for each address, over loopback sockets, none of which is exempt. */
@ExtendWith(NoLeaks.class)
class SharedOutTest {

    private static final ShareSettings.Bans BANS =
            new ShareSettings.Bans(10, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1));
    private static final WebSettings ANYWHERE = WebSettings.DEFAULT.at("127.0.0.1", 0);
    private static final int TOLD = 8;

    private final EventLoops loops = new EventLoops(1);
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final Meters meters = Meters.inMemory(1);
    private WebServer server;

    SharedOutTest() throws IOException {
        server = start(settings(2, 0, 0), ANYWHERE);
    }

    private static ShareSettings settings(int perAddress, double perSecond, int silent) {
        return new ShareSettings(1_000, perAddress, 0, perSecond, 0, silent, 1_024, 0, BANS);
    }

    private WebServer start(ShareSettings settings, WebSettings web) throws IOException {
        Shares shares = new Shares(settings, 1, address -> false, now::get, meters, ban -> {});
        WebSocketSession.Factory sessions = new WebSocketSession.Factory() {
            @Override
            public WebSocketSession create(ClientConnection connection) {
                return new RecordingSession(connection);
            }
        };
        return WebServer.start(web, loops, PageSource.NONE, sessions, null, Reception.by(shares), null);
    }

    private void restart(ShareSettings settings, WebSettings web) throws IOException {
        server.close();
        server = start(settings, web);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        loops.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static void request(Socket socket, String path, String headers) throws IOException {
        String upgrade = path.equals("/") ? "" : """
                        Connection: Upgrade
                        Upgrade: websocket
                        Sec-WebSocket-Version: 13
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                        """;
        String request = "GET " + path + " HTTP/1.1\nHost: a\n" + headers + upgrade + "\n";
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private Socket open(String headers) throws IOException {
        Socket socket = connect();
        request(socket, "/ws", headers);
        assertThat(head(socket)).startsWith("HTTP/1.1 101 ");
        return socket;
    }

    /** The code and the reason of a close frame. */
    private static String close(Socket socket) throws IOException {
        byte[] header = socket.getInputStream().readNBytes(4);
        assertThat(header[0]).isEqualTo((byte) 0x88);
        int code = ((header[2] & 0xFF) << 8) | (header[3] & 0xFF);
        byte[] reason = socket.getInputStream().readNBytes(header[1] - 2);
        return code + " " + new String(reason, StandardCharsets.UTF_8);
    }

    private static boolean isCutOff(Socket socket) {
        try {
            request(socket, "/ws", "");
            return head(socket).isEmpty();
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void addressWithAllItMayHave_isToldWhenToComeBack_andThenCutOff() throws IOException {
        open("");
        Socket second = open("");
        for (int i = 0; i < TOLD; i++) {
            assertThat(close(open("")))
                    .startsWith("4004 {\"code\":\"overloaded\",\"leg\":\"gateway\",\"retryAfterMs\":");
        }
        await().until(() -> limited("connectionsPerAddress") == TOLD);
        second.close();

        await().untilAsserted(() -> {
            Socket again = connect();
            request(again, "/ws", "");
            assertThat(head(again)).startsWith("HTTP/1.1 101 ");
            again.setSoTimeout(100);
            assertThat(again.isClosed()).isFalse();
        });
    }

    @Test
    void moreThanAreToldAtATime_areCutOffBeforeTheyCostAnything() throws IOException {
        for (int i = 0; i < 2 + TOLD; i++) {
            connect();
        }

        assertThat(isCutOff(connect())).isTrue();
    }

    @Test
    void addressWithAllItMayHave_getsNoPageEither_andIsToldWhen() throws IOException {
        open("");
        open("");
        Socket third = connect();
        request(third, "/", "");

        assertThat(head(third)).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: ");
    }

    @Test
    void clientsOfAProxy_countForTheirOwnAddress_andTheProxyForNone() throws IOException {
        restart(settings(2, 0, 0), ANYWHERE.with(TrustedProxies.of(List.of("127.0.0.1"))));
        for (int client = 1; client <= 5; client++) {
            open("X-Forwarded-For: 192.0.2." + client + "\n");
            open("X-Forwarded-For: 192.0.2." + client + "\n");
        }

        assertThat(close(open("X-Forwarded-For: 192.0.2.1\n"))).startsWith("4004 {\"code\":\"overloaded\"");
    }

    @Test
    void addressThatSendsRubbish_isBanned_andToldHowLong() throws IOException {
        for (int i = 0; i < 3; i++) {
            Socket socket = open("");
            socket.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0x80, 0, 0, 0, 0});
            assertThat(close(socket)).startsWith("1002 ");
            socket.close();
        }

        assertThat(close(open(""))).startsWith("4529 {\"code\":\"banned\",\"leg\":\"client\",\"retryAfterMs\":6");
    }

    @Test
    void silentConnections_makeWayForOthers_theEldestFirst() throws IOException {
        restart(settings(0, 0, 3), ANYWHERE);
        Socket first = connect();
        List<Socket> others = List.of(connect(), connect(), connect());

        assertThat(first.getInputStream().read()).isNegative();
        Socket last = others.get(2);
        request(last, "/ws", "");
        assertThat(head(last)).startsWith("HTTP/1.1 101 ");
        assertThat(limited("unauthenticated")).isOne();
    }

    @Test
    void silentWebSocket_isToldThatItMadeWay() throws IOException {
        restart(settings(0, 0, 1), ANYWHERE);
        Socket first = open("");
        connect();

        assertThat(close(first)).startsWith("4004 {\"code\":\"overloaded\",\"leg\":\"gateway\",\"retryAfterMs\":");
        assertThat(first.getInputStream().read()).isNegative();
    }

    @Test
    void largeFrameBeforeTheClientSaysWhoItIs_isRefused() throws IOException {
        Socket socket = open("");
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0xFE, 4, 1, 0, 0, 0, 0});

        assertThat(close(socket)).startsWith("4513 {\"code\":\"too_large\"");
    }

    @Test
    void fasterThanTheNodeAccepts_waitsAndIsServedThen() throws IOException {
        restart(settings(0, 2, 0), ANYWHERE);
        open("");
        open("");
        Socket third = connect();
        request(third, "/ws", "");
        third.setSoTimeout(200);
        await().until(() -> limited("connectsPerSecond") > 0);
        assertThat(third.getInputStream().available()).isZero();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        third.setSoTimeout(10_000);
        assertThat(head(third)).startsWith("HTTP/1.1 101 ");
    }

    private long limited(String key) {
        return meters.limit(key).sum();
    }
}
