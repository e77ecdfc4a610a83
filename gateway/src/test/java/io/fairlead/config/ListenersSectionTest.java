package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.CertificateName;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import io.fairlead.transport.tls.ListenerTls;
import io.fairlead.transport.tls.ListenerTls.ClientCertificates;
import io.fairlead.wire.mqtt.ListenerRules;
import io.fairlead.wire.mqtt.ListenerRules.BrokerSees;
import io.fairlead.wire.mqtt.ListenerRules.Denied;
import io.fairlead.wire.mqtt.ListenerRules.Mode;
import io.fairlead.wire.mqtt.ListenerRules.Names;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenersSectionTest {

    private static final String OPEN = "auth: {anonymous: true}\n";
    private static final String TLS = OPEN + "listeners: {mqtt: {tls: {certFile: cert.pem, keyFile: key.pem%s}}}";

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void nothing_written_isNoMqttListenerButThePathOfTheWebListener() {
        Configuration read = good(OPEN);

        assertThat(read.mqtt()).isEmpty();
        assertThat(read.web().mqtt()).isEqualTo(ListenerRules.DEFAULT);
    }

    @Test
    void emptyMapping_isAListenerWithDefaults() {
        Configuration.Mqtt listener = only(good(OPEN + "listeners: {mqtt: {}}"));

        assertThat(listener.host()).isEqualTo("0.0.0.0");
        assertThat(listener.port()).isEqualTo(1_883);
        assertThat(listener.rules()).isEqualTo(ListenerRules.DEFAULT);
        assertThat(listener.tls()).isNull();
        assertThat(listener.proxies().isEmpty()).isTrue();
    }

    @Test
    void everyRule_isRead() {
        Configuration read = good(OPEN + """
                listeners:
                  mqtt: {mode: relay, names: topic, brokerSees: user, denied: disconnect, maxPacketBytes: 64KiB}
                  web: {mqtt: {mode: shared, names: topic, denied: disconnect, maxPacketBytes: 256MiB}}
                """);

        assertThat(only(read).rules())
                .isEqualTo(new ListenerRules(Mode.RELAY, Names.TOPIC, BrokerSees.USER, Denied.DISCONNECT, 64 << 10));
        assertThat(read.web().mqtt())
                .isEqualTo(
                        new ListenerRules(Mode.SHARED, Names.TOPIC, BrokerSees.GATEWAY, Denied.DISCONNECT, 256 << 20));
    }

    @Test
    void pathOfTheWebListener_canBeTakenAway() {
        assertThat(good(OPEN + "listeners: {web: {mqtt: {enabled: false}}}")
                        .web()
                        .mqtt())
                .isNull();
    }

    @Test
    void list_isListenersInItsOrder() {
        assertThat(good(OPEN + "listeners: {mqtt: [{port: 1}, {port: 2, mode: shared}]}")
                        .mqtt())
                .extracting(Configuration.Mqtt::port)
                .containsExactly(1, 2);
    }

    @Test
    void oneMapping_isOverriddenByKey() {
        environment.put("FAIRLEAD_LISTENERS_MQTT_MODE", "shared");

        Configuration.Mqtt listener =
                only(good(OPEN + "listeners: {mqtt: {port: 1, names: topic}}", "listeners.mqtt.port=2"));

        assertThat(listener.port()).isEqualTo(2);
        assertThat(listener.rules().mode()).isEqualTo(Mode.SHARED);
        assertThat(listener.rules().names()).isEqualTo(Names.TOPIC);
    }

    @Test
    void override_aloneMakesAListener() {
        assertThat(only(good(OPEN, "listeners.mqtt.port=0")).port()).isZero();
    }

    @Test
    void list_isOverriddenAsAWholeOnly() {
        String two = OPEN + "listeners: {mqtt: [{port: 1}, {port: 2}]}";

        assertThat(only(good(two, "listeners.mqtt=[{port: 3}]")).port()).isEqualTo(3);
        assertThat(errors(two, "listeners.mqtt.port=3"))
                .singleElement()
                .asString()
                .startsWith("--set listeners.mqtt.port: error: 'listeners.mqtt' is a list");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{mqtt: [{prot: 1}]}                        | there is no key 'listeners.mqtt[0].prot'; did you mean 'port'?",
                "{mqtt: [{port: 1}, {mode: rely}]}          | 'listeners.mqtt[1].mode' is 'rely'",
                "{mqtt: [{port: 1}, {port: 1}]}             | 'listeners.mqtt[1]' listens on 0.0.0.0:1",
                "{mqtt: 1883}                               | 'listeners.mqtt' is '1883'; it should be a mapping",
                "{mqtt: {maxPacketBytes: 300MiB}}           | 'listeners.mqtt.maxPacketBytes' is '300MiB'",
                "{mqtt: {mode: shared, brokerSees: client}} | it should be gateway in mode shared",
                "{mqtt: {proxyProtocol: {trusted: [lb]}}}   | 'listeners.mqtt.proxyProtocol.trusted[0]' cannot be trusted",
                "{mqtt: {proxyProtocol: {trusted: [1::/129]}}} | a number from 0 to 128",
                "{mqtt: {tls: {}}}                          | 'listeners.mqtt.tls.certFile' is missing",
                "{web: {mqtt: {port: 1}}}                   | there is no key 'listeners.web.mqtt.port'",
            })
    void mistake_isNamedByItsPath(String listeners, String sentence) {
        assertThat(errors(OPEN + "listeners: " + listeners)).anyMatch(error -> error.contains(sentence));
    }

    @Test
    void proxies_areNetworksOfBothKinds() {
        Configuration read = good(OPEN + """
                listeners: {mqtt: {proxyProtocol: {trusted: [10.0.0.0/8, "2001:db8::/32", 192.0.2.7]}}}
                web: {trustedProxies: [127.0.0.1]}
                """);

        assertThat(List.of("10.1.2.3", "2001:db8::7", "192.0.2.7"))
                .allMatch(address -> only(read)
                        .proxies()
                        .trusts(new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), 1)));
        assertThat(List.of("11.1.2.3", "2001:db9::7", "192.0.2.8", "::1"))
                .noneMatch(address -> only(read)
                        .proxies()
                        .trusts(new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), 1)));
        assertThat(read.web().proxies().trusts(new InetSocketAddress(NetUtil.LOCALHOST4, 1)))
                .isTrue();
    }

    @Test
    void tls_hasItsOwnPortAndAsksForCertificatesWhereItKnowsWhoSignsThem() throws Exception {
        write("");

        assertThat(only(good(TLS.formatted(""))).port()).isEqualTo(8_883);
        assertThat(tls(good(TLS.formatted(""))).clients()).isEqualTo(ClientCertificates.NONE);
        ListenerTls mutual = tls(good(TLS.formatted(", clientCaFile: cert.pem, identity: dns")));
        assertThat(mutual.clients()).isEqualTo(ClientCertificates.REQUIRED);
        assertThat(mutual.identity()).isEqualTo(CertificateName.DNS);
        assertThat(errors(TLS.formatted(", clientCertificates: optional")))
                .singleElement()
                .asString()
                .contains("none where there is no clientCaFile");
    }

    @Test
    void tls_filesThatCannotBeUsed_areErrorsThatNameThem() throws Exception {
        write("other");

        assertThat(errors(TLS.formatted("")))
                .singleElement()
                .asString()
                .contains("'listeners.mqtt.tls' cannot be used", "is not that of the first certificate in");
        assertThat(errors(OPEN + "listeners: {mqtt: {tls: {certFile: no.pem, keyFile: key.pem}}}"))
                .singleElement()
                .asString()
                .contains("there is no file " + folder.resolve("no.pem"));
    }

    @Test
    void keyPassword_isASecret() throws Exception {
        write("");
        environment.put("P", "hunter2");

        assertThat(errors(TLS.formatted(", keyPassword: hunter2")))
                .singleElement()
                .asString()
                .contains("is a secret and is written out here")
                .doesNotContain("hunter2");
        assertThat(good(TLS.formatted(", keyPassword: '${P}'")).toString()).doesNotContain("hunter2");
    }

    /** A certificate and its key, or another one's. */
    private void write(String keyOf) throws Exception {
        X509Bundle own = bundle();
        Files.writeString(folder.resolve("cert.pem"), own.getCertificatePathPEM());
        Files.writeString(folder.resolve("key.pem"), (keyOf.isEmpty() ? own : bundle()).getPrivateKeyPEM());
    }

    private static X509Bundle bundle() throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .notAfter(Instant.now().plus(Duration.ofDays(30)))
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static Configuration.Mqtt only(Configuration read) {
        assertThat(read.mqtt()).hasSize(1);
        return read.mqtt().get(0);
    }

    private static ListenerTls tls(Configuration read) {
        return Objects.requireNonNull(only(read).tls());
    }

    private Configuration good(String text, String... options) {
        Problems problems = new Problems();
        Optional<Configuration> read = read(text, problems, options);
        assertThat(problems.list()).isEmpty();
        return read.orElseThrow();
    }

    private List<String> errors(String text, String... options) {
        Problems problems = new Problems();
        assertThat(read(text, problems, options)).isEmpty();
        return problems.list().stream().map(Problem::toString).toList();
    }

    private Optional<Configuration> read(String text, Problems problems, String... options) {
        return new ConfigurationFile(environment::get)
                .parse(folder.resolve("fairlead.yaml"), text, List.of(options), problems);
    }
}
