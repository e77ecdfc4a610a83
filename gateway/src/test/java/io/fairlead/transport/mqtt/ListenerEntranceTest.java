package io.fairlead.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.identity.CertificateName;
import io.fairlead.identity.Peer;
import io.fairlead.metrics.Meters;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.tls.ListenerTls;
import io.fairlead.transport.tls.ListenerTls.ClientCertificates;
import io.fairlead.transport.tls.Protocol;
import io.fairlead.transport.tls.TlsEndpoint;
import io.netty.buffer.ByteBufUtil;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in front of MQTT, over loopback sockets: TLS, clients' certificates, PROXY headers. */
@ExtendWith(NoLeaks.class)
class ListenerEntranceTest {
    private static final String CONNECT = "100d00044d51545404020000000161";
    private static final String CONNACK = "20020000";
    private static final String V2 = "0d0a0d0a000d0a515549540a";
    private static final String V2_FROM_192_0_2_1 =
            V2 + "21" + "11" + "000c" + "c0000201" + "7f000001" + "1267" + "075b";
    private static final String V2_FROM_IPV6 =
            V2 + "21" + "21" + "0024" + "20010db8" + "0".repeat(23) + "7" + "0".repeat(31) + "1" + "1267" + "075b";
    private static final String V2_LOCAL = V2 + "20" + "00" + "0000";
    private static final String V2_UNIX = V2 + "21" + "31" + "00d8" + "0".repeat(432);
    private static final TrustedProxies LOOPBACK = TrustedProxies.of(List.of("127.0.0.0/8"));
    private static final TrustedProxies ELSEWHERE = TrustedProxies.of(List.of("192.0.2.0/24"));
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder = Path.of("");

    private final List<RecordingMqttSession> sessions = new CopyOnWriteArrayList<>();
    private final EventLoops loops = new EventLoops(1);
    private @Nullable MqttListener listener;
    private @Nullable TlsEndpoint endpoint;

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
        if (endpoint != null) {
            endpoint.close();
        }
        loops.close();
    }

    // ---- TLS

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls_clientThatTrustsTheListener_connects(String version) throws Exception {
        X509Bundle own = authority("CN=localhost");
        start(tls(own, null, ClientCertificates.NONE), TrustedProxies.NONE, LONG);

        try (SSLSocket socket = open(own, null)) {
            socket.setEnabledProtocols(new String[] {version});
            assertThat(converse(socket, CONNECT)).isEqualTo(CONNACK);
        }
        assertThat(peer().certificate()).isNull();
        assertThat(peer().listener()).startsWith("mqtts://127.0.0.1:").doesNotEndWith(":0");
    }

    @Test
    void tls_olderVersion_isRefused() throws Exception {
        X509Bundle own = authority("CN=localhost");
        start(tls(own, null, ClientCertificates.NONE), TrustedProxies.NONE, LONG);

        try (SSLSocket socket = open(own, null)) {
            assertThatThrownBy(() -> {
                        socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                        converse(socket, CONNECT);
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(sessions).isEmpty();
    }

    @Test
    void tls_clientCertificate_isThePeers() throws Exception {
        X509Bundle own = authority("CN=localhost");
        X509Bundle authority = authority("CN=Devices");
        start(tls(own, authority, ClientCertificates.REQUIRED), TrustedProxies.NONE, LONG);

        X509Bundle pump = issued("CN=pump-7", authority);
        try (SSLSocket socket = open(own, pump)) {
            assertThat(converse(socket, CONNECT)).isEqualTo(CONNACK);
        }
        assertThat(peer().certificate()).isEqualTo(pump.getCertificate());
    }

    @Test
    void tls_certificateOfAnotherAuthority_isRefusedEvenWhereNoneIsRequired() throws Exception {
        X509Bundle own = authority("CN=localhost");
        start(tls(own, authority("CN=Devices"), ClientCertificates.OPTIONAL), TrustedProxies.NONE, LONG);

        X509Bundle foreign = authority("CN=Devices");
        try (SSLSocket socket = open(own, foreign)) {
            assertThatThrownBy(() -> converse(socket, CONNECT))
                    .isInstanceOfAny(SSLException.class, SocketException.class);
        }
        try (SSLSocket socket = open(own, null)) {
            assertThat(converse(socket, CONNECT)).isEqualTo(CONNACK);
        }
        assertThat(sessions).hasSize(1);
    }

    @Test
    void tls_noCertificateWhereOneIsRequired_isRefused() throws Exception {
        X509Bundle own = authority("CN=localhost");
        start(tls(own, authority("CN=Devices"), ClientCertificates.REQUIRED), TrustedProxies.NONE, LONG);

        try (SSLSocket socket = open(own, null)) {
            assertThatThrownBy(() -> converse(socket, CONNECT))
                    .isInstanceOfAny(SSLException.class, SocketException.class);
        }
        assertThat(sessions).isEmpty();
    }

    @Test
    void tls_plainMqtt_isClosed() throws Exception {
        start(tls(authority("CN=localhost"), null, ClientCertificates.NONE), TrustedProxies.NONE, LONG);

        try (Socket socket = open()) {
            send(socket, CONNECT);
            assertThat(isClosed(socket)).isTrue();
        }
        assertThat(sessions).isEmpty();
    }

    @Test
    void tls_handshakeThatDoesNotCome_isClosed() throws Exception {
        start(tls(authority("CN=localhost"), null, ClientCertificates.NONE), TrustedProxies.NONE, SHORT);

        try (Socket socket = open()) {
            assertThat(isClosed(socket)).isTrue();
        }
    }

    // ---- PROXY

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.1 127.0.0.1 4711 1883\r\n",
                "PROXY TCP6 2001:db8::7 ::1 4711 1883\r\n",
            })
    void proxy_version1_saysWhereTheClientComesFrom(String header) throws Exception {
        start(null, LOOPBACK, LONG);

        assertThat(exchange(hex(header) + CONNECT)).isEqualTo(CONNACK);
        assertThat(peer().address()).isEqualTo(address(header.contains("TCP4") ? "192.0.2.1" : "2001:db8::7"));
    }

    @Test
    void proxy_version2_saysWhereTheClientComesFrom() throws Exception {
        start(null, LOOPBACK, LONG);

        assertThat(exchange(V2_FROM_192_0_2_1 + CONNECT)).isEqualTo(CONNACK);
        assertThat(exchange(V2_FROM_IPV6 + CONNECT)).isEqualTo(CONNACK);
        assertThat(sessions)
                .extracting(session -> session.connection.peer().address())
                .containsExactly(address("192.0.2.1"), address("2001:db8::7"));
    }

    @Test
    void proxy_headerInPieces_isReadAllTheSame() throws Exception {
        start(null, LOOPBACK, LONG);

        try (Socket socket = open()) {
            String all = V2_FROM_192_0_2_1 + CONNECT;
            for (int i = 0; i < all.length(); i += 2) {
                send(socket, all.substring(i, i + 2));
            }
            assertThat(read(socket)).isEqualTo(CONNACK);
        }
        assertThat(peer().address()).isEqualTo(address("192.0.2.1"));
    }

    @Test
    void proxy_thatSpeaksForItself_isTheClient() throws Exception {
        start(null, LOOPBACK, LONG);

        for (String header : List.of(hex("PROXY UNKNOWN\r\n"), V2_LOCAL, V2_UNIX)) {
            assertThat(exchange(header + CONNECT)).isEqualTo(CONNACK);
        }
        assertThat(sessions)
                .extracting(session ->
                        ((InetSocketAddress) session.connection.peer().address()).getAddress())
                .containsOnly(InetAddress.getLoopbackAddress());
    }

    @Test
    void proxy_thatIsTrusted_mustSendAHeader() throws Exception {
        start(null, LOOPBACK, LONG);

        try (Socket socket = open()) {
            send(socket, CONNECT);
            assertThat(isClosed(socket)).isTrue();
        }
        assertThat(sessions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY NONSENSE\r\n", "PROXY TCP4 192.0.2.999 127.0.0.1 1 2\r\n", "PING 12345678\r\n"})
    void proxy_headerThatCannotBeRead_isClosed(String header) throws Exception {
        start(null, LOOPBACK, LONG);

        try (Socket socket = open()) {
            send(socket, hex(header) + CONNECT);
            assertThat(isClosed(socket)).isTrue();
        }
        assertThat(sessions).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50524f5859205443", V2 + "21"})
    void proxy_headerThatDoesNotEnd_isClosed(String begun) throws Exception {
        start(null, LOOPBACK, SHORT);

        try (Socket socket = open()) {
            send(socket, begun);
            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void proxy_headerOfAStranger_isMalformedMqtt() throws Exception {
        start(null, ELSEWHERE, LONG);

        try (Socket socket = open()) {
            send(socket, hex("PROXY TCP4 192.0.2.1 127.0.0.1 4711 1883\r\n") + CONNECT);
            assertThat(isClosed(socket)).isTrue();
        }
        assertThat(exchange(CONNECT)).isEqualTo(CONNACK);
        assertThat(((InetSocketAddress) peer().address()).getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void proxy_beforeTls_isRead() throws Exception {
        X509Bundle own = authority("CN=localhost");
        start(tls(own, null, ClientCertificates.NONE), LOOPBACK, LONG);

        try (Socket plain = open()) {
            send(plain, V2_FROM_192_0_2_1);
            Socket socket =
                    context(own, null).getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
            assertThat(converse(socket, CONNECT)).isEqualTo(CONNACK);
        }
        assertThat(peer().address()).isEqualTo(address("192.0.2.1"));
    }

    // ----

    private void start(@Nullable ListenerTls tls, TrustedProxies proxies, Duration patience) throws IOException {
        endpoint = tls == null ? null : TlsEndpoint.of("test", tls, Protocol.MQTT);
        listener = MqttListener.start(
                "127.0.0.1",
                0,
                loops,
                new MqttSettings(1_000, 10_000),
                ListenerEntrance.of("127.0.0.1", endpoint, proxies, patience),
                loop -> connection -> {
                    sessions.add(new RecordingMqttSession(connection));
                    return sessions.get(sessions.size() - 1);
                },
                Meters.inMemory(1));
    }

    private ListenerTls tls(X509Bundle own, @Nullable X509Bundle authority, ClientCertificates clients)
            throws IOException {
        Path chain = Files.writeString(folder.resolve("own.pem"), own.getCertificatePathPEM());
        Path key = Files.writeString(folder.resolve("own.key"), own.getPrivateKeyPEM());
        Path trusted = authority == null
                ? null
                : Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePathPEM());
        return new ListenerTls(new CertificateFiles(chain, key, null), List.of(), trusted, clients, CertificateName.CN);
    }

    private static X509Bundle authority(String subject) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static X509Bundle issued(String subject, X509Bundle authority) throws Exception {
        return new CertificateBuilder().ecp256().subject(subject).buildIssuedBy(authority);
    }

    private static SSLContext context(X509Bundle trusted, @Nullable X509Bundle own) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = own == null ? null : own.toKeyManagerFactory().getKeyManagers();
        context.init(keys, new TrustManager[] {trusted.toTrustManager()}, null);
        return context;
    }

    private SSLSocket open(X509Bundle trusted, @Nullable X509Bundle own) throws Exception {
        SSLSocket socket = (SSLSocket) context(trusted, own).getSocketFactory().createSocket("127.0.0.1", port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private int port() {
        return Objects.requireNonNull(listener).port();
    }

    private String exchange(String hex) throws IOException {
        try (Socket socket = open()) {
            return converse(socket, hex);
        }
    }

    private static String converse(Socket socket, String hex) throws IOException {
        send(socket, hex);
        return read(socket);
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.decodeHexDump(hex));
    }

    private static String read(Socket socket) throws IOException {
        return ByteBufUtil.hexDump(socket.getInputStream().readNBytes(4));
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static InetSocketAddress address(String host) {
        return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(host), 4711);
    }

    private static String hex(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Peer peer() {
        await().untilAsserted(() -> assertThat(sessions).hasSize(1));
        return sessions.get(0).connection.peer();
    }
}
