package io.fairlead.transport.tls;

import static io.fairlead.transport.tls.TestCertificates.tls;
import static io.fairlead.transport.tls.TestCertificates.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fairlead.identity.CertificateName;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.transport.NoLeaks;
import io.fairlead.transport.tls.ListenerTls.ClientCertificates;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The TLS of a listener over loopback sockets, with Java's own client. By Java's TLS alone: with OpenSSL three of these leave
 * a context to the garbage collector, and nobody knows yet whether test or endpoint
 * is at fault.
 */
@ParameterizedClass
@MethodSource("providers")
@ExtendWith(NoLeaks.class)
class TlsEndpointTest {

    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String PING = "70696e67";

    private final SslProvider provider;
    private final SSLSocketFactory clients = CERTIFICATES.clients(null);

    @TempDir
    Path folder = Path.of("");

    private @Nullable TlsEndpoint endpoint;
    private @Nullable TlsServer server;

    TlsEndpointTest(SslProvider provider) {
        this.provider = provider;
    }

    static Stream<SslProvider> providers() {
        return Stream.of(SslProvider.JDK);
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        if (endpoint != null) {
            endpoint.close();
        }
    }

    // ---- Versions and ciphers

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void client_ofTheseVersions_isServedWithForwardSecrecy(String version) throws Exception {
        TlsServer here = serve(tls(localhost()));
        try (SSLSocket socket = here.open(clients)) {
            socket.setEnabledProtocols(new String[] {version});

            assertThat(TlsServer.echo(socket, PING)).isEqualTo(PING);
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getSession().getCipherSuite())
                    .matches("TLS_(ECDHE_(RSA|ECDSA)_WITH_)?(AES_\\d+_GCM|CHACHA20_POLY1305)_SHA\\d+");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
            })
    void client_ofAWeakCipherAlone_isRefused(String cipher) throws Exception {
        TlsServer here = serve(tls(localhost()));
        try (SSLSocket socket = here.open(clients)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {cipher});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
        await().until(() -> here.refused.size() == 1);
    }

    @Test
    void renegotiation_isRefused() throws Exception {
        TlsServer here = serve(tls(localhost()));
        try (SSLSocket socket = here.open(clients)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThat(TlsServer.echo(socket, PING)).isEqualTo(PING);

            socket.startHandshake();

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 3; i++) {
                            TlsServer.echo(socket, PING);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(here.admitted).hasSize(1);
    }

    // ---- Names

    @ParameterizedTest
    @CsvSource({
        "a.example.org, a.example.org",
        "A.Example.ORG, a.example.org",
        "x.shop.example.org, *.shop.example.org",
        "x.y.shop.example.org, localhost",
        "shop.example.org, localhost",
        "elsewhere.example.net, localhost",
        ", localhost",
    })
    void name_decidesTheCertificate(@Nullable String asked, String shown) throws Exception {
        TlsServer here = serve(tls(
                localhost(),
                write(folder, "a", CERTIFICATES.of("a.example.org")),
                write(folder, "shop", CERTIFICATES.of("*.shop.example.org"))));

        try (SSLSocket socket = here.open(clients)) {
            assertThat(shown(socket, asked)).isEqualTo("CN=" + shown);
        }
    }

    @Test
    void nameOfTwoCertificates_isServedByTheOneThatLastsLonger() throws Exception {
        TlsServer here = serve(tls(
                write(folder, "short", CERTIFICATES.lasting(Duration.ofDays(20), "b.example.org", "twice.example.org")),
                write(
                        folder,
                        "long",
                        CERTIFICATES.lasting(Duration.ofDays(90), "c.example.org", "twice.example.org"))));

        try (SSLSocket socket = here.open(clients)) {
            assertThat(shown(socket, "twice.example.org")).isEqualTo("CN=c.example.org");
        }
    }

    // ---- ALPN

    @ParameterizedTest
    @CsvSource({"http/1.1, http/1.1", "h2 http/1.1, http/1.1", "'', ''"})
    void protocols_withOursAmongThem_areAgreedUpon(String offered, String agreed) throws Exception {
        TlsServer here = serve(tls(localhost()));
        try (SSLSocket socket = here.open(clients)) {
            offer(socket, offered.isEmpty() ? new String[0] : offered.split(" "));

            assertThat(TlsServer.echo(socket, PING)).isEqualTo(PING);
            assertThat(socket.getApplicationProtocol()).isEqualTo(agreed);
        }
    }

    @Test
    void protocols_ofOthersAlone_areRefusedByTheirAlert() throws Exception {
        TlsServer here = serve(tls(localhost()));
        try (SSLSocket socket = here.open(clients)) {
            offer(socket, "h2", "mqtt");

            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
        }
        await().untilAsserted(() -> assertThat(here.refused)
                .containsExactly("by ALPN it offers h2, mqtt, and only http/1.1 is spoken here"));
    }

    // ---- Clients' certificates

    @Test
    void clientCertificate_isTold_alsoOfWhoComesBackByATicket() throws Exception {
        X509Bundle pump = CERTIFICATES.of("pump-7");
        TlsServer here = serve(asking(ClientCertificates.OPTIONAL));
        SSLSocketFactory known = CERTIFICATES.clients(pump);
        for (int i = 1; i <= 3; i++) {
            try (SSLSocket socket = here.open(known)) {
                assertThat(TlsServer.echo(socket, PING)).isEqualTo(PING);
            }
        }
        try (SSLSocket socket = here.open(clients)) {
            assertThat(TlsServer.echo(socket, PING)).isEqualTo(PING);
        }
        assertThat(here.admitted)
                .containsExactly(
                        Optional.of(pump.getCertificate()),
                        Optional.of(pump.getCertificate()),
                        Optional.of(pump.getCertificate()),
                        Optional.empty());
    }

    @Test
    void authoritiesThatChange_areMetInFull_byWhoHasATicket() throws Exception {
        TlsServer here = serve(asking(ClientCertificates.REQUIRED));
        SSLSocketFactory known = CERTIFICATES.clients(CERTIFICATES.of("pump-7"));
        try (SSLSocket socket = here.open(known)) {
            assertThat(TlsServer.echo(socket, PING)).isEqualTo(PING);
        }

        Files.writeString(
                folder.resolve("ca.pem"), new TestCertificates().authority().getCertificatePathPEM());
        endpoint().reload();

        try (SSLSocket socket = here.open(known)) {
            assertThatThrownBy(() -> TlsServer.echo(socket, PING)).isInstanceOf(IOException.class);
        }
        assertThat(here.admitted).hasSize(1);
    }

    // ---- New files

    @Test
    void newFiles_areShownToNewConnections_andNobodyIsDropped() throws Exception {
        TlsServer here = serve(tls(localhost()));
        try (SSLSocket before = here.open(clients)) {
            X509Certificate old = certificate(before);

            X509Bundle renewed = CERTIFICATES.of("localhost");
            write(folder, "own", renewed);
            endpoint().reload();

            try (SSLSocket after = here.open(clients)) {
                assertThat(certificate(after))
                        .isEqualTo(renewed.getCertificate())
                        .isNotEqualTo(old);
                assertThat(TlsServer.echo(after, PING)).isEqualTo(PING);
            }
            assertThat(TlsServer.echo(before, PING)).isEqualTo(PING);
        }
    }

    @Test
    void newFiles_thatDoNotFit_changeNothing() throws Exception {
        TlsServer here = serve(tls(localhost()));
        Files.writeString(
                folder.resolve("own.pem"), CERTIFICATES.of("localhost").getCertificatePathPEM());

        assertThatThrownBy(() -> endpoint().reload()).hasMessageContaining("is not that of the first certificate");

        try (SSLSocket socket = here.open(clients)) {
            assertThat(TlsServer.echo(socket, PING)).isEqualTo(PING);
        }
    }

    // ---- Strangers

    @ParameterizedTest
    @ValueSource(
            strings = {
                "474554202f20485454502f312e310d0a0d0a",
                "100d00044d51545404020000000161",
                "15030300020100",
                "1603030004010fffff",
                "16030300050101000000",
            })
    void bytes_thatAreNoHello_areRefused(String hex) throws Exception {
        TlsServer here = serve(tls(localhost()));
        try (Socket socket = here.plain()) {
            socket.getOutputStream().write(ByteBufUtil.decodeHexDump(hex));
            socket.shutdownOutput();
            readToTheEnd(socket);
        }
        await().until(() -> here.refused.size() == 1);
        assertThat(here.refused.get(0)).hasSizeLessThan(200);
        assertThat(here.admitted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "160301"})
    void hello_thatDoesNotCome_isNotWaitedFor(String begun) throws Exception {
        TlsServer here = serve(tls(localhost()), Duration.ofMillis(100));
        try (Socket socket = here.plain()) {
            socket.getOutputStream().write(ByteBufUtil.decodeHexDump(begun));
            readToTheEnd(socket);
        }
        assertThat(here.refused).containsExactly("it did not begin TLS in time");
    }

    @Test
    void listener_thatIsClosed_letsNobodyIn() throws Exception {
        TlsServer here = serve(tls(localhost()));
        endpoint().close();
        try (SSLSocket socket = here.open(clients)) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    // ----

    private CertificateFiles localhost() {
        return write(folder, "own", CERTIFICATES.of("localhost"));
    }

    private ListenerTls asking(ClientCertificates clients) throws IOException {
        Path authorities = Files.writeString(
                folder.resolve("ca.pem"), CERTIFICATES.authority().getCertificatePathPEM());
        return new ListenerTls(localhost(), List.of(), authorities, clients, CertificateName.CN);
    }

    private TlsServer serve(ListenerTls tls) {
        return serve(tls, LONG);
    }

    private TlsServer serve(ListenerTls tls, Duration patience) {
        TlsEndpoint made = TlsEndpoint.of("test", tls, Protocol.HTTP, provider);
        TlsServer started = new TlsServer(made, patience);
        endpoint = made;
        server = started;
        return started;
    }

    private TlsEndpoint endpoint() {
        return Optional.ofNullable(endpoint).orElseThrow();
    }

    private static void offer(SSLSocket socket, String... protocols) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
    }

    private static String shown(SSLSocket socket, @Nullable String asked) throws Exception {
        if (asked != null) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(asked)));
            socket.setSSLParameters(parameters);
        }
        return certificate(socket).getSubjectX500Principal().getName();
    }

    private static X509Certificate certificate(SSLSocket socket) throws Exception {
        socket.startHandshake();
        return (X509Certificate)
                Arrays.asList(socket.getSession().getPeerCertificates()).get(0);
    }

    private static void readToTheEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
