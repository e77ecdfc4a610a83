package io.fairlead.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.Peer;
import io.fairlead.metrics.Meters;
import io.fairlead.session.Reason;
import io.fairlead.transport.NoLeaks;
import io.fairlead.wire.mqtt.MqttFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The door with everything but a socket, in time that stands still unless it is moved on. */
@ExtendWith(NoLeaks.class)
class MqttDoorTest {
    private static final String CONNECT_5 = "100e00044d5154540502000a00000161";
    private static final String CONNECT_311 = "100d00044d5154540402000a000161";
    private static final String CONNECT_5_OF_20_BYTES = "101300044d5154540502000a052700000014000161";
    private static final String CONNACK_5 = "2003000000";
    private static final String CONNACK_311 = "20020000";
    private static final String PUBLISH_311 = "300400017478";
    private static final String PINGREQ = "c000";
    private static final String PINGRESP = "d000";
    private static final long CONNECT_TIMEOUT_MILLIS = 5_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<RecordingMqttSession> sessions = new ArrayList<>();
    private Consumer<String> then = line -> {};
    private final MqttDoor door = new MqttDoor(
            channel.eventLoop(),
            new MqttSettings(1_000, CONNECT_TIMEOUT_MILLIS),
            connection -> {
                var session = new RecordingMqttSession(connection);
                session.then = then;
                sessions.add(session);
                return session;
            },
            new Meters(registry, 1));

    MqttDoorTest() {
        channel.freezeTime();
        door.open(channel, new Peer(channel.remoteAddress(), "test", null, null));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** What goes back to the client for what it sends, in hexadecimal digits. */
    private String exchange(String hex) {
        channel.writeInbound(PooledByteBufAllocator.DEFAULT.buffer().writeBytes(ByteBufUtil.decodeHexDump(hex)));
        channel.runPendingTasks();
        return sent();
    }

    private String sent() {
        var all = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.append(ByteBufUtil.hexDump(bytes));
            bytes.release();
        }
        return all.toString();
    }

    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += Deadlines.TICK_MILLIS) {
            channel.advanceTimeBy(Deadlines.TICK_MILLIS, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
        }
    }

    private List<String> heard() {
        return sessions.get(0).heard;
    }

    private double counted(String name, String reason) {
        return registry.get(name).tag("reason", reason).counter().count();
    }

    private static String text(String hex) {
        return new String(ByteBufUtil.decodeHexDump(hex), StandardCharsets.UTF_8);
    }

    @Test
    void client_connects_hasASessionThatHearsItsPackets() {
        assertThat(exchange(CONNECT_311 + PUBLISH_311 + PINGREQ)).isEqualTo(CONNACK_311 + PINGRESP);

        assertThat(heard()).containsExactly("connect a", "publish t", "PINGREQ");
        assertThat(door.size()).isOne();
    }

    @Test
    void clientOfMqtt5_breaksARule_isToldByDisconnect() {
        assertThat(exchange(CONNECT_5)).isEqualTo(CONNACK_5);

        String last = exchange(CONNECT_5);

        assertThat(last)
                .startsWith("e0")
                .contains("82")
                .satisfies(hex -> assertThat(text(hex)).contains("client: a second CONNECT"));
        assertThat(heard()).containsExactly("connect a", "closed protocol_error");
        assertThat(channel.isOpen()).isFalse();
        assertThat(counted("fairlead.mqtt.faults", "protocol_error")).isOne();
    }

    @Test
    void clientOf311_breaksARule_isClosedWithoutAWord() {
        exchange(CONNECT_311);

        assertThat(exchange("c100")).isEmpty();

        assertThat(heard()).containsExactly("connect a", "closed malformed_packet");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectOfMqtt5_thatIsMalformed_isAnsweredByConnAck() {
        String last = exchange("100e00044d5154540503000a00000161");

        assertThat(last).startsWith("20").satisfies(hex -> assertThat(text(hex)).contains("reserved flag"));
        assertThat(last.substring(4, 8)).isEqualTo("0081");
        assertThat(sessions).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectOfAVersionNobodySpeaks_isAnsweredInWhatItUnderstands() {
        assertThat(exchange("100f00064d51497364700302000a000161")).isEqualTo("20020001");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void connectOfALaterVersion_isAnsweredAsInMqtt5() {
        String last = exchange("100e00044d5154540602000a00000161");

        assertThat(last).startsWith("20");
        assertThat(last.substring(4, 8)).isEqualTo("0084");
    }

    @Test
    void connectOf311_withoutClientIdForASessionThatIsKept_isRejected() {
        assertThat(exchange("100c00044d5154540400000a0000")).isEqualTo("20020002");
    }

    @Test
    void anythingButMqtt_isClosedWithoutAWord() {
        assertThat(exchange(ByteBufUtil.hexDump("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void packetTooLarge_announced_isToldAtOnce() {
        exchange(CONNECT_5);

        assertThat(exchange("30e807")).startsWith("e0").contains("95");
    }

    @Test
    void reasonThatTheClientHasNoRoomFor_isLeftOut() {
        exchange(CONNECT_5_OF_20_BYTES);

        assertThat(exchange("c100")).isEqualTo("e00181");
    }

    @Test
    void session_findsAFault_isAnswered() {
        then = line -> {
            if (line.startsWith("publish")) {
                throw new MqttFault(MqttFault.RECEIVE_MAXIMUM_EXCEEDED, "more than the window");
            }
        };
        exchange(CONNECT_5);

        assertThat(exchange("30050001740078")).startsWith("e0").contains("93");
        assertThat(heard()).endsWith("closed receive_maximum_exceeded");
    }

    @Test
    void session_fails_costsThatClientAlone() {
        then = line -> {
            if (line.startsWith("publish") || line.startsWith("closed")) {
                throw new IllegalStateException("planted");
            }
        };
        exchange(CONNECT_5);

        assertThat(exchange("30050001740078" + PINGREQ)).startsWith("e0").contains("80");
        assertThat(heard()).containsExactly("connect a", "publish t", "closed");
        assertThat(counted("fairlead.closes", "internal")).isOne();
    }

    @Test
    void session_closes_hearsNothingMoreButThat() {
        then = line -> {
            if (line.equals("PINGREQ")) {
                sessions.get(0).connection.close(null);
            }
        };
        exchange(CONNECT_311);

        assertThat(exchange(PINGREQ + PUBLISH_311)).isEmpty();
        assertThat(heard()).containsExactly("connect a", "PINGREQ", "closed");
    }

    @Test
    void connection_breaks_sessionHearsItOnce() {
        exchange(CONNECT_311);

        channel.finishAndReleaseAll();

        assertThat(heard()).containsExactly("connect a", "closed");
        assertThat(door.size()).isZero();
    }

    @Test
    void readingPaused_packetsWaitAndComeInOrder() {
        then = line -> {
            if (line.startsWith("connect")) {
                sessions.get(0).connection.pauseReading(true);
            }
        };

        assertThat(exchange(CONNECT_311 + PUBLISH_311 + PINGREQ)).isEqualTo(CONNACK_311);
        assertThat(channel.config().isAutoRead()).isFalse();
        sessions.get(0).connection.pauseReading(false);
        channel.runPendingTasks();

        assertThat(heard()).containsExactly("connect a", "publish t", "PINGREQ");
        assertThat(sent()).isEqualTo(PINGRESP);
    }

    @Test
    void readingPaused_andTheClientLeaves_itsDisconnectIsHeardFirst() {
        then = line -> {
            if (!line.equals("closed")) {
                sessions.get(0).connection.pauseReading(true);
            }
        };
        exchange(CONNECT_311 + PUBLISH_311 + PINGREQ + "e000");

        channel.finishAndReleaseAll();

        assertThat(heard()).containsExactly("connect a", "publish t", "PINGREQ", "DISCONNECT", "closed");
    }

    @Test
    void bytesOfPackets_writtenAndFlushed_leaveAsTheyAre() {
        exchange(CONNECT_311);

        sessions.get(0).connection.write(PooledByteBufAllocator.DEFAULT.buffer().writeInt(0x30020001));
        sessions.get(0).connection.flush();

        assertThat(sent()).isEqualTo("30020001");
    }

    @Test
    void noConnect_inTime_isClosed() {
        pass(CONNECT_TIMEOUT_MILLIS);
        assertThat(channel.isOpen()).isTrue();

        pass(2 * Deadlines.TICK_MILLIS);

        assertThat(channel.isOpen()).isFalse();
        assertThat(counted("fairlead.closes", "connect_timeout")).isOne();
    }

    @Test
    void keepAliveOf10_silentFor15Seconds_isClosedWithAReason() {
        exchange(CONNECT_5);
        pass(14_000);
        assertThat(exchange(PINGREQ)).isEqualTo(PINGRESP);
        pass(15_000);
        assertThat(channel.isOpen()).isTrue();

        pass(2 * Deadlines.TICK_MILLIS);

        assertThat(sent()).startsWith("e0").contains("8d");
        assertThat(heard()).endsWith("closed keep_alive_timeout");
        assertThat(counted("fairlead.closes", "heartbeat_timeout")).isOne();
    }

    @Test
    void keepAlive_whileNothingIsReadFromIt_doesNotCount() {
        exchange(CONNECT_311);
        sessions.get(0).connection.pauseReading(true);
        pass(60_000);
        sessions.get(0).connection.pauseReading(false);
        pass(10_000);
        assertThat(channel.isOpen()).isTrue();

        pass(6_000);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void keepAlive_setShorterByTheSession_countsFromThen() {
        exchange(CONNECT_311);
        sessions.get(0).connection.keepAlive(2);

        pass(3_000 + 2 * Deadlines.TICK_MILLIS);

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void keepAliveOfZero_isForEver() {
        exchange(CONNECT_311);
        sessions.get(0).connection.keepAlive(0);

        pass(200_000);

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void shutDoor_connect_isToldToComeBack() {
        door.shut(Reason.DRAINING);

        String last = exchange(CONNECT_5);

        assertThat(last).startsWith("20");
        assertThat(last.substring(4, 8)).isEqualTo("0089");
        assertThat(sessions).isEmpty();
    }

    @Test
    void shutDoor_connectOf311_isToldToComeBack() {
        door.shut(Reason.DRAINING);

        assertThat(exchange(CONNECT_311)).isEqualTo("20020003");
    }

    @Test
    void drain_withoutAWindow_tellsTheSessionAndWaitsForItsEnd() {
        exchange(CONNECT_5);
        var gone = new ArrayList<String>();

        door.drain(Duration.ZERO, () -> gone.add("gone"));
        assertThat(heard()).endsWith("drain");
        assertThat(gone).isEmpty();
        sessions.get(0).connection.close(null);
        channel.runPendingTasks();

        assertThat(gone).containsExactly("gone");
    }

    @Test
    void close_tellsClientsOfMqtt5() {
        exchange(CONNECT_5);
        var gone = new ArrayList<String>();

        door.close(Reason.DRAINING, () -> gone.add("gone"));
        channel.runPendingTasks();

        assertThat(sent()).startsWith("e0").contains("8b");
        assertThat(gone).containsExactly("gone");
        assertThat(heard()).endsWith("closed");
    }
}
