package io.fairlead.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fairlead.metrics.Meters;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.wire.mqtt.MqttConnection;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The listener over loopback sockets. */
@ExtendWith(NoLeaks.class)
class MqttListenerTest {
    private static final String CONNECT_5 = "100e00044d51545405020000" + "00000161";
    private static final String CONNECT_311 = "100d00044d5154540402000000" + "0161";
    private static final String CONNECT_311_KEEP_ALIVE_1 = "100d00044d5154540402000100" + "0161";
    private static final String CONNACK_311 = "20020000";
    private static final String PINGREQ = "c000";
    private static final int MEGABYTE = 1 << 20;

    private final List<RecordingMqttSession> sessions = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> then = line -> {};
    private final EventLoops loops = new EventLoops(2);
    private final MqttListener listener;

    MqttListenerTest() throws IOException {
        listener = MqttListener.start(
                "127.0.0.1",
                0,
                loops,
                new MqttSettings(1_000, 500),
                MqttListener.Entrance.plain("test"),
                loop -> this::session,
                Meters.inMemory(2));
    }

    private RecordingMqttSession session(MqttConnection connection) {
        var session = new RecordingMqttSession(connection);
        session.then = then;
        sessions.add(session);
        return session;
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
    }

    private Socket open() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.decodeHexDump(hex));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return ByteBufUtil.hexDump(socket.getInputStream().readNBytes(bytes));
    }

    /** All that comes until the gateway closes. */
    private static String readToEnd(Socket socket) throws IOException {
        return ByteBufUtil.hexDump(socket.getInputStream().readAllBytes());
    }

    private List<String> heard() {
        return sessions.get(0).heard;
    }

    @Test
    void clients_connect_areSpreadOverTheLoops() throws IOException {
        try (Socket one = open();
                Socket other = open()) {
            send(one, CONNECT_311);
            send(other, CONNECT_311);

            assertThat(read(one, 4)).isEqualTo(CONNACK_311);
            assertThat(read(other, 4)).isEqualTo(CONNACK_311);
            assertThat(sessions)
                    .extracting(session -> session.connection.loop())
                    .doesNotHaveDuplicates();
            assertThat(sessions)
                    .extracting(session -> session.connection.peer().listener())
                    .containsOnly("test");
        }
    }

    @Test
    void noConnect_isClosed() throws IOException {
        try (Socket socket = open()) {
            send(socket, "100d0004");

            assertThat(readToEnd(socket)).isEmpty();
            assertThat(sessions).isEmpty();
        }
    }

    @Test
    void silentBeyondItsKeepAlive_isClosed() throws IOException {
        try (Socket socket = open()) {
            send(socket, CONNECT_311_KEEP_ALIVE_1);

            assertThat(readToEnd(socket)).isEqualTo(CONNACK_311);
            await().untilAsserted(() -> assertThat(heard()).containsExactly("connect a", "closed keep_alive_timeout"));
        }
    }

    @Test
    void secondConnect_isTheEnd() throws IOException {
        try (Socket socket = open()) {
            send(socket, CONNECT_311 + CONNECT_311 + PINGREQ);

            assertThat(readToEnd(socket)).isEqualTo(CONNACK_311);
            await().untilAsserted(() -> assertThat(heard()).containsExactly("connect a", "closed protocol_error"));
        }
    }

    @Test
    void faultWithMuchBehindIt_lastPacketArrives() throws IOException {
        try (Socket socket = open()) {
            send(socket, CONNECT_5);
            assertThat(read(socket, 5)).isEqualTo("2003000000");

            send(socket, "c100" + PINGREQ.repeat(100_000));

            assertThat(readToEnd(socket)).startsWith("e0").contains("81");
        }
    }

    @Test
    void clientThatDoesNotClose_isCutOff() throws IOException {
        try (Socket socket = open()) {
            send(socket, CONNECT_5 + CONNECT_5);
            readToEnd(socket);

            await().untilAsserted(() -> assertThat(cutOff(socket)).isTrue());
        }
    }

    private static boolean cutOff(Socket socket) {
        try {
            send(socket, PINGREQ);
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void clientThatDoesNotReadItsAnswers_isNotReadFromUntilItDoes() throws Exception {
        then = line -> {
            if (line.equals("PINGREQ")) {
                sessions.get(0).connection.write(Unpooled.buffer(MEGABYTE).writeZero(MEGABYTE));
            }
        };
        try (Socket socket = open()) {
            send(socket, CONNECT_311 + PINGREQ.repeat(500));
            await().untilAsserted(() -> assertThat(heard()).contains("not writable"));
            await().during(Duration.ofMillis(200)).until(() -> count("PINGREQ"), count -> count < 50);

            assertThat(read(socket, 4)).isEqualTo(CONNACK_311);
            skip(socket, 500 * (MEGABYTE + 2));
            await().untilAsserted(() -> assertThat(count("PINGREQ")).isEqualTo(500));
        }
    }

    private long count(String line) {
        return heard().stream().filter(line::equals).count();
    }

    private static void skip(Socket socket, long bytes) throws IOException {
        socket.getInputStream().skipNBytes(bytes);
    }

    @Test
    void stopAccepting_clientsLiveOn() throws IOException {
        try (Socket socket = open()) {
            send(socket, CONNECT_311);
            read(socket, 4);

            listener.stopAccepting();
            send(socket, PINGREQ);

            assertThat(read(socket, 2)).isEqualTo("d000");
        }
    }

    @Test
    void drain_tellsEveryClientWithinHalfTheWindow() throws Exception {
        then = line -> {
            if (line.equals("drain")) {
                sessions.forEach(session -> session.connection.loop().execute(() -> session.connection.close(null)));
            }
        };
        var gone = new CountDownLatch(1);
        try (Socket one = open();
                Socket other = open()) {
            send(one, CONNECT_311);
            send(other, CONNECT_311);
            read(one, 4);
            read(other, 4);

            listener.drain(Duration.ofMillis(200), gone::countDown);

            assertThat(readToEnd(one)).isEmpty();
            assertThat(readToEnd(other)).isEmpty();
        }
        gone.await();
    }

    @Test
    void close_clientsOfMqtt5_areToldWhy() throws IOException {
        try (Socket socket = open()) {
            send(socket, CONNECT_5);
            read(socket, 5);

            Thread closing = new Thread(listener::close);
            closing.start();

            assertThat(readToEnd(socket)).startsWith("e0").contains("8b");
        } catch (SocketTimeoutException late) {
            throw new AssertionError("the client was not closed", late);
        }
    }
}
