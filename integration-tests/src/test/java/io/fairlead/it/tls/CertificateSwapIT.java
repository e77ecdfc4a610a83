package io.fairlead.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.it.Folders;
import io.fairlead.it.GatewayProcess;
import io.fairlead.it.Mosquitto;
import io.fairlead.it.Ports;
import io.fairlead.transport.tls.TestCertificates;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Live TLS connections on every door of a gateway, which hear what is published while the certificate changes under them. */
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class CertificateSwapIT {

    private static final int PAGES = 1_000;
    private static final int DEVICES = 10;
    private static final String CHANNEL = "dev/pump/t";
    private static final String TOPICS = """
            version: 1
            routes:
              - name: device
                channel: dev/{device}/{what...}
                topic: site/{device}/{what...}
                payload: text
                subscribe: {allow: [anyone], qos: 1, wildcards: [device, what]}
            """;

    private final TestCertificates certificates = new TestCertificates();
    private final X509Bundle first = certificates.of("localhost", "127.0.0.1");
    private final Path folder = newFolder();
    private final int relay = Ports.free();
    private final int shared = Ports.free();
    private final Mosquitto mosquitto = Mosquitto.start();
    private final GatewayProcess gateway = start();
    private final SecureClients clients = new SecureClients(certificates);
    private final List<Integer> lengths = new ArrayList<>();

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("fairlead-tls");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private GatewayProcess start() {
        TestCertificates.write(folder, "own", first);
        String tls = "{certFile: %s, keyFile: %s}".formatted(folder.resolve("own.pem"), folder.resolve("own.key"));
        return GatewayProcess.start(
                "tls",
                mosquitto.url(),
                TOPICS,
                "listeners.web.tls.certFile=" + folder.resolve("own.pem"),
                "listeners.web.tls.keyFile=" + folder.resolve("own.key"),
                "listeners.mqtt=[{host: 127.0.0.1, port: %d, tls: %s}, {host: 127.0.0.1, port: %d, mode: shared, tls: %s}]"
                        .formatted(relay, tls, shared, tls));
    }

    @AfterAll
    void end() {
        clients.close();
        gateway.close();
        mosquitto.close();
        Folders.remove(folder);
    }

    @Test
    void certificate_replacedUnderAThousandConnections_dropsNone_andIsShownToNewOnes() throws IOException {
        List<SecureClient> before = everybody(PAGES);
        publish(10, 100, 20_000);
        assertThat(before).extracting(SecureClient::shown).containsOnly(serial(first));

        X509Bundle renewed = certificates.of("localhost", "127.0.0.1");
        replace(renewed);
        publish(500, 20);
        List<SecureClient> after = awaitShown(renewed);
        publish(2_000, 9);

        List<String> all = IntStream.range(0, lengths.size())
                .mapToObj(number -> SecureClient.heard(number, lengths.get(number)))
                .toList();
        waiting("every message")
                .until(() -> before.stream().allMatch(client -> client.heardAll(all) || client.end() != null));
        assertThat(before).extracting(SecureClient::end).containsOnlyNulls();
        waiting("the last message")
                .until(() -> after.stream().allMatch(client -> client.messages().contains(all.get(all.size() - 1))));
    }

    /** A client on each door that was shown the new certificate; whoever comes before it is in use sees the old one. */
    private List<SecureClient> awaitShown(X509Bundle renewed) {
        List<SecureClient> shown = new ArrayList<>();
        waiting("the new certificate").until(() -> {
            List<SecureClient> one = List.of(
                    clients.page(gateway.port(), CHANNEL),
                    clients.deviceAtWeb(gateway.port(), CHANNEL),
                    clients.device(relay, CHANNEL),
                    clients.device(shared, CHANNEL));
            waiting("handshakes").until(() -> one.stream().allMatch(client -> client.shown() != null));
            shown.clear();
            shown.addAll(one);
            return one.stream().allMatch(client -> Objects.equals(client.shown(), serial(renewed)));
        });
        waiting("subscriptions").until(() -> shown.stream().allMatch(SecureClient::isSubscribed));
        return shown;
    }

    private List<SecureClient> everybody(int pages) {
        List<SecureClient> all = new ArrayList<>();
        IntStream.range(0, pages).forEach(i -> all.add(clients.page(gateway.port(), CHANNEL)));
        for (int i = 0; i < DEVICES; i++) {
            all.add(clients.deviceAtWeb(gateway.port(), CHANNEL));
            all.add(clients.device(relay, CHANNEL));
            all.add(clients.device(shared, CHANNEL));
        }
        waiting("subscriptions")
                .until(() -> all.stream().allMatch(client -> client.isSubscribed() || client.end() != null));
        assertThat(all).extracting(SecureClient::end).containsOnlyNulls();
        return all;
    }

    /** Messages of these lengths, by a device on the broker. */
    private void publish(int... next) {
        for (int length : next) {
            mosquitto.clients().publish("site/pump/t", SecureClient.text(lengths.size(), length));
            lengths.add(length);
        }
    }

    /** As an ACME client does: both files moved into place, one after the other. */
    private void replace(X509Bundle renewed) throws IOException {
        TestCertificates.write(folder, "new", renewed);
        for (String file : List.of(".pem", ".key")) {
            Files.move(folder.resolve("new" + file), folder.resolve("own" + file), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static BigInteger serial(X509Bundle bundle) {
        return bundle.getCertificate().getSerialNumber();
    }

    private static ConditionFactory waiting(String forWhat) {
        return Awaitility.await(forWhat).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
