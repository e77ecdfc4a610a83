package io.fairlead.it.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.BrokerSettings.Tls;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.SessionProbe;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.transport.EventLoops;
import io.fairlead.transport.tls.TestCertificates;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS with a broker that asks for a certificate: what goes wrong, in whose words, by both kinds of links. */
class BrokerTlsIT {

    private final TestCertificates ours = new TestCertificates();
    private final TestCertificates theirs = new TestCertificates();
    private final Links links = new Links();
    private final EventLoops loops = new EventLoops(1);
    private final int port = Ports.free();

    @TempDir
    Path folder = Path.of("");

    private Path authority = Path.of("");
    private @Nullable SessionProbe session;
    private @Nullable HiveMqBroker sessions;

    /** What connects. */
    enum Kind {
        SHARED,
        SESSION
    }

    @BeforeEach
    void writeAuthorities() throws IOException {
        authority = Files.writeString(
                folder.resolve("theirs.pem"), theirs.authority().getCertificatePathPEM());
        Files.writeString(folder.resolve("ours.pem"), ours.authority().getCertificatePathPEM());
    }

    @AfterEach
    void end() {
        links.end();
        if (session != null) {
            session.pause();
            session.close(true);
        }
        if (sessions != null) {
            sessions.close();
        }
        loops.close();
    }

    @ParameterizedTest
    @EnumSource
    void certificateThatTheBrokerTrusts_isTaken(Kind kind) {
        try (Mosquitto mosquitto = asking(theirs.of("127.0.0.1"))) {
            assertThat(outcome(kind, new Tls(authority, own(ours.of("gateway")), true), "127.0.0.1"))
                    .isEqualTo("up");
            assertThat(mosquitto.said()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokerThatAsks_andIsShownNothing_isNamedWithWhatToDo(Kind kind) {
        try (Mosquitto mosquitto = asking(theirs.of("127.0.0.1"))) {
            assertThat(outcome(kind, new Tls(authority, null, true), "127.0.0.1"))
                    .contains(mosquitto.port() + "", "broker.tls.certFile");
        }
    }

    @ParameterizedTest
    @EnumSource
    void certificateOfAStranger_isNotTaken(Kind kind) {
        try (Mosquitto mosquitto = asking(theirs.of("127.0.0.1"))) {
            assertThat(outcome(kind, new Tls(authority, own(theirs.of("gateway")), true), "127.0.0.1"))
                    .contains(mosquitto.port() + "", "broker.tls.certFile");
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokerOfAnotherName_ofAnUnknownAuthority_orOutOfDate_isNotTrusted(Kind kind) throws IOException {
        Tls right = new Tls(authority, own(ours.of("gateway")), true);
        try (Mosquitto mosquitto = asking(theirs.of("broker.example.org"))) {
            assertThat(outcome(kind, right, "127.0.0.1"))
                    .contains("TLS with the broker at mqtts://127.0.0.1:" + mosquitto.port(), "not for this host");
        }
        end(kind);
        try (Mosquitto mosquitto = asking(theirs.lasting(Duration.ofDays(-1), "127.0.0.1"))) {
            assertThat(outcome(kind, right, "127.0.0.1")).contains(mosquitto.port() + "", "has expired", "renew it");
        }
        end(kind);
        Path other = Files.writeString(
                folder.resolve("other.pem"), new TestCertificates().authority().getCertificatePathPEM());
        try (Mosquitto mosquitto = asking(theirs.of("127.0.0.1"))) {
            assertThat(outcome(kind, new Tls(other, own(ours.of("gateway")), true), "127.0.0.1"))
                    .contains(mosquitto.port() + "", "is not trusted here", "broker.tls.caFile");
        }
    }

    @ParameterizedTest
    @EnumSource
    void filesThatChange_areReadAtTheNextConnect(Kind kind) {
        try (Mosquitto mosquitto = asking(theirs.of("127.0.0.1"))) {
            CertificateFiles files = own(theirs.of("gateway"));
            BrokerSettings settings = settings(new Tls(authority, files, true), "127.0.0.1");
            if (kind == Kind.SHARED) {
                var link = links.open(settings);
                await().until(() -> !link.downs().isEmpty());
                own(ours.of("gateway"));
                await().until(() -> !link.ups().isEmpty());
            } else {
                SessionProbe link = openSession(settings);
                await().until(() -> !link.downs().isEmpty());
                own(ours.of("gateway"));
                await().until(() -> !link.ups().isEmpty());
            }
            assertThat(mosquitto.said()).isNotEmpty();
        }
    }

    // ----

    /** "up", or why it did not come up. */
    private String outcome(Kind kind, Tls tls, String host) {
        BrokerSettings settings = settings(tls, host);
        if (kind == Kind.SHARED) {
            var link = links.open(settings);
            await().until(() -> !link.ups().isEmpty() || !link.downs().isEmpty());
            return link.downs().isEmpty() ? "up" : link.downs().get(0).why();
        }
        SessionProbe link = openSession(settings);
        await().until(() -> !link.ups().isEmpty() || !link.downs().isEmpty());
        return link.downs().isEmpty() ? "up" : link.downs().get(0).why();
    }

    private SessionProbe openSession(BrokerSettings settings) {
        HiveMqBroker broker = new HiveMqBroker(settings);
        SessionProbe probe = new SessionProbe(
                broker,
                new LinkOptions(
                        "b-" + UUID.randomUUID(),
                        false,
                        Duration.ofMinutes(1),
                        10,
                        false,
                        loops.next().group()));
        sessions = broker;
        session = probe;
        return probe;
    }

    private void end(Kind kind) {
        if (kind == Kind.SHARED) {
            links.close();
        } else if (session != null && sessions != null) {
            session.pause();
            session.close(true);
            sessions.close();
            session = null;
            sessions = null;
        }
    }

    private Mosquitto asking(X509Bundle shown) {
        CertificateFiles files = TestCertificates.write(folder, "broker", shown);
        return Mosquitto.startWith(
                port,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "certfile " + files.certificates(),
                        "keyfile " + files.key(),
                        "cafile " + folder.resolve("ours.pem"),
                        "require_certificate true"));
    }

    private CertificateFiles own(X509Bundle bundle) {
        return TestCertificates.write(folder, "gateway", bundle);
    }

    private BrokerSettings settings(Tls tls, String host) {
        BrokerSettings quick = RealBroker.quick(null, "mqtts://" + host + ":" + port);
        return new BrokerSettings(
                quick.addresses(),
                quick.version(),
                null,
                tls,
                quick.keepAlive(),
                quick.connectTimeout(),
                quick.connectsPerSecond(),
                quick.backoffLeast(),
                quick.backoffMost());
    }
}
