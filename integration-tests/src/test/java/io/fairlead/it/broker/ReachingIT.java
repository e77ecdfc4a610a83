package io.fairlead.it.broker;

import static io.fairlead.broker.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.BrokerSettings.Credentials;
import io.fairlead.broker.BrokerSettings.Tls;
import io.fairlead.broker.LinkDown;
import io.fairlead.broker.LinkProbe;
import io.fairlead.broker.MqttVersion;
import io.fairlead.it.Certificates;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import io.fairlead.topic.Qos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to reach a broker, and what is said where it cannot be reached. */
class ReachingIT {

    private final Links links = new Links();
    private final int port = Ports.free();

    @TempDir
    Path folder;

    @AfterEach
    void endLinks() {
        links.end();
    }

    private static BrokerSettings settings(@Nullable Credentials credentials, Tls tls, String... urls) {
        BrokerSettings quick = RealBroker.quick(null, urls);
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

    private Mosquitto mosquitto(List<String> furtherLines) {
        // Mosquitto 2.0 does not start with a WebSocket listener alone
        List<String> lines = new ArrayList<>(List.of("listener " + Ports.free() + " 127.0.0.1"));
        lines.addAll(List.of("listener " + port + " 127.0.0.1", "allow_anonymous true"));
        lines.addAll(furtherLines);
        return Mosquitto.startWith(port, lines);
    }

    private static void assertCarries(LinkProbe link) {
        link.subscribe("t", Qos.AT_LEAST_ONCE);
        link.publish("t", "x".repeat(100_000), Qos.AT_LEAST_ONCE);
        await().until(() -> link.messages().size() == 1);
        assertThat(link.messages().get(0).payload()).hasSize(100_000);
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void webSocket_opened_carriesMessages(MqttVersion version) {
        try (Mosquitto mosquitto = mosquitto(List.of("protocol websockets"))) {
            assertCarries(links.openUp(RealBroker.quick(version, "ws://127.0.0.1:" + mosquitto.port() + "/mqtt")));
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
        try (Mosquitto mosquitto = mosquitto(lines)) {
            Tls tls = new Tls(certificates.authority(), null, true);
            assertCarries(links.openUp(settings(null, tls, scheme + "://127.0.0.1:" + mosquitto.port())));
        }
    }

    @Test
    void encrypted_authorityUnknown_saysSo() {
        try (Mosquitto mosquitto = mosquitto(Certificates.in(folder).listenerLines())) {
            LinkDown down = links.openDown(settings(null, Tls.DEFAULT, "mqtts://127.0.0.1:" + mosquitto.port()));

            assertThat(down.why()).contains("TLS with the broker at mqtts://127.0.0.1:" + port, "authority");
        }
    }

    @Test
    void encrypted_certificateOfOtherHost_isRefusedUnlessAllowed() {
        Certificates certificates = Certificates.in(folder);
        try (Mosquitto mosquitto = mosquitto(certificates.listenerLines())) {
            String url = "mqtts://localhost:" + mosquitto.port();

            LinkDown strict = links.openDown(settings(null, new Tls(certificates.authority(), null, true), url));
            LinkProbe lenient = links.openUp(settings(null, new Tls(certificates.authority(), null, false), url));

            assertThat(strict.why()).contains("TLS", "this host");
            assertThat(lenient.isUp()).isTrue();
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
            LinkProbe right = links.openUp(settings(new Credentials("gateway", "grün"), Tls.DEFAULT, url));
            LinkDown wrong = links.openDown(only(version, new Credentials("gateway", "rot"), url));
            LinkDown none = links.openDown(only(version, null, url));

            assertCarries(right);
            assertThat(wrong.why()).contains("refused the link", "broker.user");
            assertThat(wrong.code()).isEqualTo(version == MqttVersion.V5 ? 0x87 : 5);
            assertThat(none.why()).contains("refused the link");
            assertThat(mosquitto.said()).isNotEmpty();
        }
    }

    private static BrokerSettings only(MqttVersion version, @Nullable Credentials credentials, String url) {
        BrokerSettings any = settings(credentials, Tls.DEFAULT, url);
        return new BrokerSettings(
                any.addresses(),
                version,
                credentials,
                any.tls(),
                any.keepAlive(),
                any.connectTimeout(),
                any.connectsPerSecond(),
                any.backoffLeast(),
                any.backoffMost());
    }

    @Test
    void nobodyListens_opened_saysSoAndComesUpWhenSomebodyDoes() {
        LinkProbe link = links.open(RealBroker.quick(null, "mqtt://127.0.0.1:" + port));
        await().until(() -> link.downs().size() > 2);

        try (Mosquitto mosquitto = Mosquitto.startOn(port)) {
            await().until(() -> link.ups().size() == 1);

            assertThat(link.downs().get(0).why())
                    .isEqualTo("the broker at mqtt://127.0.0.1:" + mosquitto.port()
                            + " refused the connection; check that it runs and listens on that port");
            assertThat(link.downs().get(0).wasUp()).isFalse();
            assertThat(link.downs().get(1).attempt()).isEqualTo(2);
            links.close();
        }
    }

    @Test
    void unknownHost_opened_saysSo() {
        LinkDown down = links.openDown(RealBroker.quick(null, "mqtt://broker.invalid"));

        assertThat(down.why()).contains("the broker's host broker.invalid is unknown");
    }

    @Test
    void firstAddressDead_opened_isUpAtTheSecond() {
        try (Mosquitto mosquitto = Mosquitto.start()) {
            String dead = "mqtt://127.0.0.1:" + port;

            LinkProbe link = links.openUp(RealBroker.quick(null, dead, mosquitto.url()));

            assertThat(link.ups().get(0).address()).isEqualTo(mosquitto.url());
            assertThat(link.downs())
                    .singleElement()
                    .satisfies(down -> assertThat(down.why()).contains(dead));
            links.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void brokerOfMqtt311_versionLeftOpen_linkSpeaksIt(boolean answers) throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start();
                OldBroker old = OldBroker.before(mosquitto.port(), answers)) {
            LinkProbe link = links.openUp(RealBroker.quick(null, "mqtt://127.0.0.1:" + old.port()));

            assertThat(link.ups().get(0).version()).isEqualTo(MqttVersion.V3_1_1);
            assertCarries(link);
            links.close();
        }
    }

    @Test
    void brokerOfMqtt5_versionLeftOpen_linkSpeaksIt() {
        try (Mosquitto mosquitto = Mosquitto.start()) {
            LinkProbe link = links.openUp(RealBroker.quick(null, mosquitto.url()));

            assertThat(link.ups().get(0).version()).isEqualTo(MqttVersion.V5);
            links.close();
        }
    }
}
