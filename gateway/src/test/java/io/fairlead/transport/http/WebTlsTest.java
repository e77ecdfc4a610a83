package io.fairlead.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.identity.CertificateName;
import io.fairlead.metrics.Meters;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.Reception;
import io.fairlead.transport.mqtt.MqttDoors;
import io.fairlead.transport.mqtt.MqttSettings;
import io.fairlead.transport.mqtt.RecordingMqttSession;
import io.fairlead.transport.tls.ListenerTls;
import io.fairlead.transport.tls.ListenerTls.ClientCertificates;
import io.fairlead.transport.tls.Protocol;
import io.fairlead.transport.tls.TestCertificates;
import io.fairlead.transport.tls.TlsEndpoint;
import io.fairlead.wire.mqtt.MqttConnection;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The web listener under TLS, spoken to byte by byte. */
@ExtendWith(NoLeaks.class)
class WebTlsTest {

    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static final String UPGRADE = """
            GET %s HTTP/1.1\r
            Host: localhost\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r
            %s\r
            """;

    @TempDir
    Path folder = Path.of("");

    private final List<RecordingMqttSession> sessions = new CopyOnWriteArrayList<>();
    private final EventLoops loops = new EventLoops(1);
    private final MqttDoors doors =
            MqttDoors.of(loops.all(), new MqttSettings(1 << 20, 10_000), loop -> this::session, Meters.inMemory(1));
    private @Nullable TlsEndpoint endpoint;
    private @Nullable WebServer server;

    @BeforeEach
    void start() throws IOException {
        Path authorities = Files.writeString(
                folder.resolve("ca.pem"), CERTIFICATES.authority().getCertificatePathPEM());
        ListenerTls tls = new ListenerTls(
                TestCertificates.write(folder, "own", CERTIFICATES.of("localhost")),
                List.of(),
                authorities,
                ClientCertificates.OPTIONAL,
                CertificateName.CN);
        endpoint = TlsEndpoint.of("web", tls, Protocol.HTTP);
        server = WebServer.start(
                WebSettings.DEFAULT.at("127.0.0.1", 0),
                loops,
                PageSource.NONE,
                RecordingSession::new,
                doors,
                Reception.OPEN,
                endpoint);
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(server).close();
        doors.close();
        Objects.requireNonNull(endpoint).close();
        loops.close();
    }

    private RecordingMqttSession session(MqttConnection connection) {
        RecordingMqttSession session = new RecordingMqttSession(connection);
        sessions.add(session);
        return session;
    }

    @Test
    void request_isAnswered() throws Exception {
        try (SSLSocket socket = open(null)) {
            assertThat(exchange(socket, "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"https://localhost, true", "http://localhost, false", "https://localhost.evil.net, false"})
    void page_ofTheSameHost_mustHaveComeByTlsToo(String origin, boolean served) throws Exception {
        try (SSLSocket socket = open(null)) {
            send(socket, UPGRADE.formatted("/ws", "Origin: " + origin + "\r\n"));
            send(socket, "\u0088\u0080\0\0\0\0");

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 101 ");
            assertThat(answer.contains("forbidden_origin")).isNotEqualTo(served);
        }
    }

    @Test
    void certificate_ofAnMqttClient_isItsPeers() throws Exception {
        X509Bundle pump = CERTIFICATES.of("pump-7");
        try (SSLSocket socket = open(pump)) {
            send(socket, UPGRADE.formatted("/mqtt", "Sec-WebSocket-Protocol: mqtt\r\n"));
            send(socket, "\u0082\u008f\0\0\0\0\u0010\r\0\4MQTT\4\2\0\0\0\1a");

            await().until(() -> !sessions.isEmpty());
            assertThat(sessions.get(0).connection.peer().certificate()).isEqualTo(pump.getCertificate());
        }
    }

    @Test
    void client_ofHttp2Alone_isToldSo() throws Exception {
        try (SSLSocket socket = open(null)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);

            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
        }
    }

    private SSLSocket open(@Nullable X509Bundle own) throws IOException {
        int port = Objects.requireNonNull(server).port();
        SSLSocket socket = (SSLSocket) CERTIFICATES.clients(own).createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String exchange(SSLSocket socket, String request) throws IOException {
        send(socket, request);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static void send(SSLSocket socket, String latin) throws IOException {
        socket.getOutputStream().write(latin.getBytes(StandardCharsets.ISO_8859_1));
    }
}
