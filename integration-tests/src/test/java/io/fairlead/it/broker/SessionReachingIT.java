package io.fairlead.it.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.BrokerSettings.Credentials;
import io.fairlead.broker.BrokerSettings.Tls;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.SessionProbe;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.it.Certificates;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.MosquittoClients;
import io.fairlead.it.Ports;
import io.fairlead.topic.Qos;
import io.fairlead.transport.EventLoops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way for a session link to reach a broker, and what is said where it cannot be reached. */
class SessionReachingIT {

    private static final String LARGE = "x".repeat(100_000);

    private final EventLoops loops = new EventLoops(2);
    private final List<HiveMqBroker> brokers = new ArrayList<>();
    private final List<SessionProbe> probes = new ArrayList<>();
    private final int port = Ports.free();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        probes.forEach(SessionProbe::pause);
        probes.forEach(probe -> probe.close(true));
        brokers.forEach(HiveMqBroker::close);
        loops.close();
    }

    private SessionProbe open(BrokerSettings settings) {
        HiveMqBroker broker = new HiveMqBroker(settings);
        brokers.add(broker);
        SessionProbe probe = new SessionProbe(
                broker,
                new LinkOptions(
                        "r-" + UUID.randomUUID(),
                        false,
                        Duration.ofMinutes(1),
                        10,
                        false,
                        loops.next().group()));
        probes.add(probe);
        return probe;
    }

    private SessionProbe openUp(BrokerSettings settings) {
        SessionProbe probe = open(settings);
        await().failFast(() -> assertThat(probe.downs()).hasSizeLessThan(10))
                .until(() -> !probe.ups().isEmpty());
        return probe;
    }

    private LinkDown openDown(BrokerSettings settings) {
        SessionProbe probe = open(settings);
        await().until(() -> !probe.downs().isEmpty());
        return probe.downs().get(0);
    }

    private static BrokerSettings settings(
            @Nullable MqttVersion version, @Nullable Credentials credentials, Tls tls, String... urls) {
        BrokerSettings quick = RealBroker.quick(version, urls);
        return new BrokerSettings(
                quick.addresses(),
                quick.version(),
                credentials,
                tls,
                quick.keepAlive(),
                quick.connectTimeout(),
                quick.connectsPerSecond(),
                quick.backoffLeast(),
                quick.backoffMost());
    }

    /** One with a plain listener to publish at, and another for the link, on the test's port. */
    private Mosquitto mosquitto(int plain, List<String> furtherLines) {
        List<String> lines = new ArrayList<>(List.of("listener " + plain + " 127.0.0.1"));
        lines.addAll(List.of("listener " + port + " 127.0.0.1", "allow_anonymous true"));
        lines.addAll(furtherLines);
        return Mosquitto.startWith(port, lines);
    }

    private void assertCarries(SessionProbe link, int plain) {
        link.acknowledging().subscribe("t", Qos.AT_LEAST_ONCE);
        SessionProbe small = openUp(RealBroker.quick(null, "mqtt://127.0.0.1:" + plain));
        small.acknowledging().subscribe("t", Qos.AT_LEAST_ONCE);

        new MosquittoClients(plain).publish("t", LARGE);

        await().until(() -> link.received().size() == 1 && small.received().size() == 1);
        assertThat(link.texts()).containsExactly(LARGE);
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void webSocket_opened_carriesMessages(MqttVersion version) {
        int plain = Ports.free();
        try (Mosquitto mosquitto = mosquitto(plain, List.of("protocol websockets"))) {
            assertCarries(openUp(RealBroker.quick(version, "ws://127.0.0.1:" + mosquitto.port() + "/mqtt")), plain);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtts", "wss"})
    void encrypted_authorityTrusted_carriesMessages(String scheme) {
        Certificates certificates = Certificates.in(folder);
        List<String> lines = new ArrayList<>(certificates.listenerLines());
        if (scheme.equals("wss")) {
            lines.add("protocol websockets");
        }
        int plain = Ports.free();
        try (Mosquitto mosquitto = mosquitto(plain, lines)) {
            Tls tls = new Tls(certificates.authority(), null, true);
            String url = scheme + "://127.0.0.1:" + mosquitto.port();
            assertCarries(openUp(settings(null, null, tls, url)), plain);
        }
    }

    @Test
    void encrypted_authorityUnknown_saysSo() {
        try (Mosquitto mosquitto =
                mosquitto(Ports.free(), Certificates.in(folder).listenerLines())) {
            LinkDown down = openDown(settings(null, null, Tls.DEFAULT, "mqtts://127.0.0.1:" + mosquitto.port()));

            assertThat(down.why()).contains("TLS with the broker at mqtts://127.0.0.1:" + port, "authority");
        }
    }

    @Test
    void encrypted_certificateOfOtherHost_isRefusedUnlessAllowed() {
        Certificates certificates = Certificates.in(folder);
        try (Mosquitto mosquitto = mosquitto(Ports.free(), certificates.listenerLines())) {
            String url = "mqtts://localhost:" + mosquitto.port();

            LinkDown strict = openDown(settings(null, null, new Tls(certificates.authority(), null, true), url));
            SessionProbe lenient = openUp(settings(null, null, new Tls(certificates.authority(), null, false), url));

            assertThat(strict.why()).contains("TLS", "this host");
            assertThat(lenient.isUp()).isTrue();
        }
    }

    @Test
    void notAWebSocketServer_opened_saysSo() {
        try (Mosquitto mosquitto = Mosquitto.start()) {
            LinkDown down = openDown(RealBroker.quick(null, "ws://127.0.0.1:" + mosquitto.port() + "/mqtt"));

            assertThat(down.why()).contains("ws://127.0.0.1:" + mosquitto.port() + "/mqtt");
            assertThat(down.wasUp()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void credentials_shown_decide(MqttVersion version) throws Exception {
        Path passwords = folder.resolve("passwords");
        Files.writeString(passwords, "");
        new ProcessBuilder("mosquitto_passwd", "-b", passwords.toString(), "gateway", "grün")
                .start()
                .waitFor();
        List<String> lines = List.of("listener " + port + " 127.0.0.1", "password_file " + passwords);
        String url = "mqtt://127.0.0.1:" + port;
        try (Mosquitto mosquitto = Mosquitto.startWith(port, lines, "allow_anonymous false")) {
            SessionProbe right = openUp(settings(version, new Credentials("gateway", "grün"), Tls.DEFAULT, url));
            LinkDown wrong = openDown(settings(version, new Credentials("gateway", "rot"), Tls.DEFAULT, url));

            assertThat(right.isUp()).isTrue();
            assertThat(wrong.why()).contains("refused the link: not authorized", "broker.user");
            assertThat(wrong.code()).isEqualTo(version == MqttVersion.V5 ? 0x87 : 5);
            assertThat(mosquitto.said()).isNotEmpty();
        }
    }

    @Test
    void nobodyListens_opened_saysSoAndComesUpWhenSomebodyDoes() {
        SessionProbe link = open(RealBroker.quick(null, "mqtt://127.0.0.1:" + port));
        await().until(() -> link.downs().size() > 2);

        try (Mosquitto mosquitto = Mosquitto.startOn(port)) {
            await().until(() -> link.ups().size() == 1);

            assertThat(link.downs().get(0).why())
                    .isEqualTo("the broker at mqtt://127.0.0.1:" + mosquitto.port()
                            + " refused the connection; check that it runs and listens on that port");
            assertThat(link.downs().get(1).attempt()).isEqualTo(2);
        }
    }

    @Test
    void unknownHost_opened_saysSo() {
        LinkDown down = openDown(RealBroker.quick(null, "mqtt://broker.invalid"));

        assertThat(down.why()).contains("the broker's host broker.invalid is unknown");
    }

    @Test
    void firstAddressDead_opened_isUpAtTheSecond() {
        try (Mosquitto mosquitto = Mosquitto.start()) {
            SessionProbe link = openUp(RealBroker.quick(null, "mqtt://127.0.0.1:" + port, mosquitto.url()));

            assertThat(link.ups().get(0).address()).isEqualTo(mosquitto.url());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brokerOfMqtt311_versionLeftOpen_linkSpeaksIt(boolean answers) throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start();
                OldBroker old = OldBroker.before(mosquitto.port(), answers)) {
            SessionProbe link = openUp(RealBroker.quick(null, "mqtt://127.0.0.1:" + old.port()));

            assertThat(link.ups().get(0).version()).isEqualTo(MqttVersion.V3_1_1);
        }
    }
}
