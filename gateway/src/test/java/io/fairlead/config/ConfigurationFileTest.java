package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.admission.AdmissionSettings;
import io.fairlead.admission.AdmissionSettings.CertificateRoles;
import io.fairlead.admission.AdmissionSettings.UserName;
import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.MqttVersion;
import io.fairlead.identity.CertificateName;
import io.fairlead.identity.jwt.ClaimPath;
import io.fairlead.identity.jwt.JwksSettings;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import io.fairlead.wire.mqtt.ListenerRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

    private static final String SECRET = "a secret that is long enough for HS256";
    private static final String OPEN = "auth: {anonymous: true}\n";

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void paths_are_taken_from_the_folder_of_the_file() {
        assertThat(good(OPEN + "topics: maps/t.yaml").topics()).isEqualTo(folder.resolve("maps/t.yaml"));
    }

    @Test
    void several_brokers_are_kept_in_order() {
        Configuration read = good(OPEN + "broker: {url: [mqtt://a, 'mqtts://b'], version: 3.1.1}");

        assertThat(read.broker().addresses())
                .extracting(BrokerAddress::toString)
                .containsExactly("mqtt://a:1883", "mqtts://b:8883");
        assertThat(read.broker().version()).isEqualTo(MqttVersion.V3_1_1);
    }

    @Test
    void unknown_key_is_an_error_with_its_place_and_the_nearest_known() {
        assertThat(errors("auth: {anonymous: true}\nbroker:\n  ulr: mqtt://b\n"))
                .singleElement()
                .asString()
                .contains(":3:3: error: there is no key 'broker.ulr'; did you mean 'url'?");
    }

    @Test
    void every_mistake_is_reported_at_once() {
        assertThat(errors("""
                listeners: {web: {port: 99999}}
                broker: {url: localhost, keepAlive: 1500ms}
                limits: {maxBytes: big}
                log: {level: loud}
                """)).hasSize(6);
    }

    @Test
    void option_wins_over_environment_wins_over_file() {
        environment.put("FAIRLEAD_LISTENERS_WEB_PORT", "2");
        environment.put("FAIRLEAD_LIMITS_SUBSCRIPTIONS", "7");
        environment.put("FAIRLEAD_WEB_ORIGINS", "[https://a, https://b]");

        Configuration read = good(OPEN + "listeners: {web: {port: 1}}", "listeners.web.port=3");

        assertThat(read.web().port()).isEqualTo(3);
        assertThat(read.session().subscriptions()).isEqualTo(7);
        assertThat(read.web().rules().origins()).containsExactly("https://a", "https://b");
    }

    @Test
    void wrong_override_is_named_by_its_source() {
        environment.put("FAIRLEAD_LOG_LEVEL", "loud");

        assertThat(errors(OPEN, "brokr.url=mqtt://x", "nonsense"))
                .anyMatch(e -> e.startsWith("FAIRLEAD_LOG_LEVEL: error:"))
                .anyMatch(e -> e.startsWith("--set brokr.url: error:") && e.contains("did you mean 'broker'?"))
                .anyMatch(e -> e.contains("no key=value"));
    }

    @Test
    void secret_in_the_file_is_an_error_that_does_not_repeat_it() {
        assertThat(errors("auth: {jwt: {secret: " + SECRET + "}}"))
                .singleElement()
                .asString()
                .contains("written out here", "secretFile: PATH")
                .doesNotContain(SECRET);
        assertThat(errors("auth: {jwt: {secret: '${NONE:-" + SECRET + "}'}}"))
                .singleElement()
                .asString()
                .doesNotContain(SECRET);
    }

    @Test
    void secret_of_the_environment_is_used_and_never_shown() {
        environment.put("S", SECRET);

        Configuration read = good("auth: {jwt: {secret: ${S}}}\nbroker: {user: me, password: ${S}}");

        assertThat(Optional.ofNullable(read.auth().jwtSecret()).map(Secret::reveal))
                .contains(SECRET);
        assertThat(read.toString()).doesNotContain(SECRET);
    }

    @Test
    void secret_by_its_own_variable_is_used() {
        environment.put("FAIRLEAD_AUTH_JWT_SECRET", SECRET);

        assertThat(good("topics: t.yaml").auth().jwtSecret()).isNotNull();
    }

    @Test
    void missing_variable_is_one_error() {
        assertThat(errors("auth: {jwt: {secret: ${S}}}"))
                .singleElement()
                .asString()
                .contains("the environment has no variable S");
    }

    @Test
    void short_secret_is_an_error_that_does_not_repeat_it() {
        environment.put("S", "hunter2");

        assertThat(errors("auth: {jwt: {secret: ${S}}}"))
                .singleElement()
                .asString()
                .contains("at least 32")
                .doesNotContain("hunter2");
    }

    @Test
    void secret_in_a_file_is_read_without_its_line_end() throws IOException {
        Files.writeString(folder.resolve("jwt.secret"), SECRET + "\n");

        assertThat(good("auth: {jwt: {secretFile: jwt.secret}}").auth().jwtSecret())
                .isEqualTo(new Secret(SECRET));
    }

    @Test
    void missing_files_are_errors_at_the_keys_that_name_them() {
        assertThat(errors("auth: {jwt: {publicKeyFile: no.pem}}\nbroker: {tls: {caFile: no.pem}}"))
                .anyMatch(e -> e.contains(":1:29: error: 'auth.jwt.publicKeyFile' names "))
                .anyMatch(e -> e.contains(":2:24: error: 'broker.tls.caFile' names "));
    }

    @Test
    void published_keys_of_an_issuer_are_read_with_all_that_bounds_them() {
        Configuration read = good("""
                auth:
                  jwt:
                    jwks: {url: "https://id.example.org/keys", refresh: 1m, keep: 2d, timeout: 2s, maxBytes: 64KiB, pause: 10s}
                    issuer: [https://id.example.org, https://old.example.org]
                    audience: fairlead
                    userClaim: [account, id]
                    rolesClaim: "https://example.org/roles"
                """);

        assertThat(read.auth().jwt())
                .isEqualTo(new JwtSettings(
                        new JwksSettings(
                                URI.create("https://id.example.org/keys"),
                                Duration.ofMinutes(1),
                                Duration.ofDays(2),
                                Duration.ofSeconds(2),
                                65_536,
                                Duration.ofSeconds(10),
                                null),
                        new ClaimPath(List.of("account", "id")),
                        ClaimPath.of("https://example.org/roles"),
                        List.of("https://id.example.org", "https://old.example.org"),
                        List.of("fairlead"),
                        JwtSettings.DEFAULT_SKEW,
                        false));
    }

    @Test
    void key_set_that_anybody_on_the_way_could_change_is_an_error() {
        for (String url : List.of("http://id.example.org/keys", "http://10.0.0.1/keys", "http://127.0.0.1.example/")) {
            assertThat(errors("auth: {jwt: {jwks: {url: '" + url + "'}, issuer: i, audience: a}}"))
                    .singleElement()
                    .asString()
                    .contains("auth.jwt.jwks.url", "plain http to another machine");
        }
        assertThat(good("auth: {jwt: {jwks: {url: 'http://127.0.0.1:9000/keys'}, issuer: i, audience: a}}")
                        .auth()
                        .jwt())
                .isNotNull();
    }

    @Test
    void key_set_that_cannot_be_used_is_an_error() throws IOException {
        environment.put("S", SECRET);
        Files.writeString(folder.resolve("ca.pem"), "no certificate");
        String demands = ", issuer: i, audience: a}}";

        for (String url :
                List.of("ftp://x/keys", "keys.json", "https://me:secret@x/keys", "https://x/#y", "https://")) {
            assertThat(errors("auth: {jwt: {jwks: {url: '" + url + "'}" + demands))
                    .singleElement()
                    .asString()
                    .contains("auth.jwt.jwks.url");
        }
        assertThat(errors("auth: {jwt: {jwks: {refresh: 1m}" + demands)).anyMatch(e -> e.contains("url' is missing"));
        assertThat(errors("auth: {jwt: {secret: ${S}, jwks: {url: 'https://x/y'}" + demands))
                .anyMatch(e -> e.contains("several kinds of keys"));
        assertThat(errors("auth: {jwt: {jwks: {url: 'https://x/y', refresh: 1h, keep: 1h}" + demands))
                .anyMatch(e -> e.contains("'auth.jwt.jwks.keep' is not longer"));
        assertThat(errors("auth: {jwt: {jwks: {url: 'https://x/y', caFile: ca.pem}" + demands))
                .anyMatch(e -> e.contains("caFile' cannot be used"));
    }

    @Test
    void key_set_without_audience_or_issuer_is_doubtful() {
        assertThat(warnings("auth: {jwt: {jwks: {url: 'https://x/y'}}}"))
                .hasSize(2)
                .anyMatch(w -> w.contains("no audience"))
                .anyMatch(w -> w.contains("no issuer"));
        assertThat(warnings("auth: {jwt: {jwks: {url: 'https://x/y'}, issuer: i, audience: [a]}}"))
                .isEmpty();
    }

    @Test
    void demand_that_would_demand_nothing_is_an_error() {
        environment.put("S", SECRET);

        for (String key : List.of("issuer", "audience", "userClaim", "rolesClaim")) {
            for (String value : List.of("[]", "''", "['']", "[a, '']")) {
                assertThat(errors("auth: {jwt: {secret: ${S}, " + key + ": " + value + "}}"))
                        .as(key + ": " + value)
                        .singleElement()
                        .asString()
                        .contains("'auth.jwt." + key, " is ");
            }
        }
    }

    @Test
    void claim_with_dots_is_doubtful_unless_it_is_said_to_be_one_name() {
        environment.put("S", SECRET);

        assertThat(warnings("auth: {jwt: {secret: ${S}, rolesClaim: realm_access.roles}}"))
                .singleElement()
                .asString()
                .contains("[realm_access, roles]");
        assertThat(warnings("auth: {jwt: {secret: ${S}, rolesClaim: [realm_access.roles]}}"))
                .isEmpty();
        assertThat(warnings("auth: {jwt: {secret: ${S}, rolesClaim: 'https://example.org/roles'}}"))
                .isEmpty();
    }

    @Test
    void gateway_that_nobody_could_enter_is_an_error() {
        assertThat(errors("topics: t.yaml")).singleElement().asString().contains("nobody could come in");
        assertThat(errors("auth: {jwt: {userClaim: sub}}"))
                .singleElement()
                .asString()
                .contains("no key to verify");
    }

    @Test
    void gateway_for_clients_that_the_broker_judges_needs_neither_tokens_nor_anonymous_ones() {
        Configuration read = good("listeners: {mqtt: {brokerSees: client}}");

        assertThat(read.auth().jwt()).isNull();
        assertThat(read.auth().anonymous()).isFalse();
        assertThat(read.mqtt())
                .singleElement()
                .extracting(listener -> read.auth().mqtt().on(listener.rules(), listener.certificateName()))
                .isEqualTo(new AdmissionSettings(UserName.IGNORED, true, null, CertificateRoles.NONE));
        assertThat(errors("listeners: {mqtt: {brokerSees: gateway}}")).hasSize(1);
    }

    @Test
    void user_names_and_certificates_of_mqtt_clients_are_read() {
        Configuration read =
                good("auth: {anonymous: true, mqtt: {userName: checked, certificateRoles: ou}}\nlisteners: {mqtt: {}}");

        assertThat(read.auth().mqtt().on(ListenerRules.DEFAULT, CertificateName.URI))
                .isEqualTo(new AdmissionSettings(UserName.CHECKED, false, CertificateName.URI, CertificateRoles.OU));
    }

    @Test
    void anonymous_beside_tokens_is_kept() {
        environment.put("S", SECRET);

        assertThat(Optional.ofNullable(good("auth: {anonymous: true, jwt: {secret: ${S}}}")
                                .auth()
                                .jwt())
                        .map(JwtSettings::anonymous))
                .contains(true);
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

    private List<String> warnings(String text) {
        Problems problems = new Problems();
        assertThat(read(text, problems)).isPresent();
        return problems.list().stream().map(Problem::toString).toList();
    }

    private Optional<Configuration> read(String text, Problems problems, String... options) {
        return new ConfigurationFile(environment::get)
                .parse(folder.resolve("fairlead.yaml"), text, List.of(options), problems);
    }
}
