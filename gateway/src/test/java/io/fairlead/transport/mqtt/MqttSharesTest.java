package io.fairlead.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.metrics.Meters;
import io.fairlead.shares.ShareSettings;
import io.fairlead.shares.Shares;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.Reception;
import io.fairlead.transport.TrustedProxies;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A listener for MQTT clients with bounds for each address, behind a proxy that tells addresses. */
@ExtendWith(NoLeaks.class)
class MqttSharesTest {

    private static final String CONNECT_5 = "100e00044d51545405020000" + "00000161";
    private static final String CONNECT_311 = "100d00044d5154540402000000" + "0161";
    private static final String CONNACK_5 = "2003000000";
    private static final String REFUSED_311 = "20020003";
    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("127.0.0.1"));
    private static final ShareSettings SETTINGS = new ShareSettings(
            1_000,
            3,
            0,
            0,
            0,
            0,
            1_024,
            0,
            new ShareSettings.Bans(10, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofHours(1)));

    private final EventLoops loops = new EventLoops(2);
    private final List<Socket> sockets = new ArrayList<>();
    private final MqttListener listener;

    MqttSharesTest() throws IOException {
        Meters meters = Meters.inMemory(2);
        Shares shares = new Shares(SETTINGS, 2, address -> false, System::nanoTime, meters, ban -> {});
        listener = MqttListener.start(
                "127.0.0.1",
                0,
                loops,
                Reception.by(shares).behind(PROXIES),
                ListenerEntrance.of("127.0.0.1", null, PROXIES, Duration.ofSeconds(10)),
                MqttDoors.of(loops.all(), new MqttSettings(10_000, 10_000), loop -> RecordingMqttSession::new, meters));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        listener.close();
        loops.close();
    }

    private Socket open(String address, String hex) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        String header = "PROXY TCP4 " + address + " 127.0.0.1 4711 1883\r\n";
        socket.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(ByteBufUtil.decodeHexDump(hex));
        return socket;
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return ByteBufUtil.hexDump(socket.getInputStream().readNBytes(bytes));
    }

    /** What a CONNACK of MQTT 5 says, code and words, up to the end of the connection. */
    private static String refusal(Socket socket) throws IOException {
        byte[] packet = socket.getInputStream().readAllBytes();
        assertThat(packet[0]).isEqualTo((byte) 0x20);
        return String.format("0x%02X ", packet[3]) + new String(packet, StandardCharsets.UTF_8);
    }

    @Test
    void clientsOfOtherAddresses_areTaken() throws IOException {
        assertThat(read(open("192.0.2.1", CONNECT_5), 5)).isEqualTo(CONNACK_5);
        assertThat(read(open("192.0.2.2", CONNECT_5), 5)).isEqualTo(CONNACK_5);
    }

    @Test
    void addressWithAllItMayHave_isToldByCode() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(read(open("192.0.2.1", CONNECT_5), 5)).isEqualTo(CONNACK_5);
        }

        assertThat(refusal(open("192.0.2.1", CONNECT_5)))
                .startsWith("0x97 ")
                .contains("gateway: the address has all the connections it may have (3); come back in ")
                .endsWith(" s (overloaded)");
        assertThat(read(open("192.0.2.1", CONNECT_311), 4)).isEqualTo(REFUSED_311);
    }

    @Test
    void addressThatSendsRubbish_isBanned() throws IOException {
        for (int i = 0; i < 3; i++) {
            Socket socket = open("192.0.2.1", "00");
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }

        assertThat(refusal(open("192.0.2.1", CONNECT_5))).startsWith("0x8A ").endsWith(" s (banned)");
        assertThat(read(open("192.0.2.2", CONNECT_5), 5)).isEqualTo(CONNACK_5);
    }

    @Test
    void largeConnect_isRefused_andLaterPacketsMayBeLarger() throws IOException {
        assertThat(open("192.0.2.1", "108110").getInputStream().readAllBytes()).isEmpty();

        Socket other = open("192.0.2.2", CONNECT_5);
        assertThat(read(other, 5)).isEqualTo(CONNACK_5);
        other.getOutputStream().write(ByteBufUtil.decodeHexDump("30810f000174" + "00".repeat(0x781 - 3)));
        other.getOutputStream().write(ByteBufUtil.decodeHexDump("c000"));
        assertThat(read(other, 2)).isEqualTo("d000");
    }
}
