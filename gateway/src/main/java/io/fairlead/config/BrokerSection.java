package io.fairlead.config;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.MqttVersion;
import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlList;
import io.fairlead.config.yaml.YamlScalar;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.pem.CertificateFiles;
import io.fairlead.problem.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code broker}: how to reach it, and how the node lives on it. */
final class BrokerSection {

    private static final String DEFAULT_URL = "mqtt://127.0.0.1:1883";
    private static final String DEFAULT_PREFIX = "fairlead";
    private static final Pattern PREFIX = Pattern.compile("[^$+#/\\p{Cntrl}][^+#/\\p{Cntrl}]*(/[^+#/\\p{Cntrl}]+)*");
    private static final Duration LONGEST_KEEP_ALIVE = Duration.ofSeconds(65_535);

    private final Section section;
    private final Path folder;
    private final Problems problems;

    BrokerSection(Section section, Path folder, Problems problems) {
        this.section = section;
        this.folder = folder;
        this.problems = problems;
    }

    BrokerSettings settings() {
        BrokerSettings usual = BrokerSettings.of(DEFAULT_URL);
        Section backoff = section.section("backoff");
        return new BrokerSettings(
                addresses(usual.addresses()),
                version(),
                credentials(),
                tls(),
                keepAlive(usual.keepAlive()),
                section.duration("connectTimeout", usual.connectTimeout()),
                section.number("connectsPerSecond", usual.connectsPerSecond(), 0.1, 100_000),
                backoff.duration("least", usual.backoffLeast()),
                backoff.duration("most", usual.backoffMost()));
    }

    Configuration.Upstream upstream() {
        return new Configuration.Upstream(
                automatic("loops", 256),
                section.duration("session", Duration.ofMinutes(2)),
                automatic("maxLinks", 1_000),
                section.duration("linger", Duration.ofSeconds(5)),
                prefix());
    }

    private String prefix() {
        String prefix = section.text("prefix", DEFAULT_PREFIX);
        if (!PREFIX.matcher(prefix).matches()) {
            section.value("prefix")
                    .ifPresent(
                            value -> value.refuse(
                                    "levels of a topic joined by '/', such as fairlead or site/fairlead",
                                    "no level is empty or holds '+', '#' or a control character, and the first does not begin with '$'"));
        }
        return prefix;
    }

    private List<BrokerAddress> addresses(List<BrokerAddress> usual) {
        Optional<YamlValue> url = section.value("url");
        if (url.isEmpty()) {
            return usual;
        }
        List<YamlValue> written =
                url.get().node() instanceof YamlList ? url.get().items() : List.of(url.get());
        if (written.isEmpty()) {
            url.get().refuse("one address at least", "");
        }
        return written.stream().flatMap(value -> address(value).stream()).toList();
    }

    private Optional<BrokerAddress> address(YamlValue value) {
        try {
            return value.text().map(BrokerAddress::parse);
        } catch (IllegalArgumentException e) {
            problems.error(value.at(), "'" + value.path() + "' is no broker's address", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private @Nullable MqttVersion version() {
        return switch (section.choice("version", "auto", List.of("auto", "5", "3.1.1"))) {
            case "5" -> MqttVersion.V5;
            case "3.1.1" -> MqttVersion.V3_1_1;
            default -> null;
        };
    }

    private BrokerSettings.@Nullable Credentials credentials() {
        Optional<String> user = section.text("user");
        Optional<Secret> password = new SecretReader(folder, problems).secret(section, "password");
        if (password.isPresent() && user.isEmpty()) {
            problems.error(section.at(), "'broker.password' is there without 'broker.user'", "name the user too");
        }
        return user.map(name -> new BrokerSettings.Credentials(
                        name, password.map(Secret::reveal).orElse("")))
                .orElse(null);
    }

    private BrokerSettings.Tls tls() {
        Section tls = section.section("tls");
        Optional<YamlValue> file = tls.value("caFile");
        Optional<Path> trusted = file.flatMap(YamlValue::text).map(folder::resolve);
        if (trusted.isPresent() && !Files.isReadable(trusted.get())) {
            problems.error(
                    file.get().at(),
                    "'broker.tls.caFile' names " + trusted.get() + ", and there is no such file to read",
                    "a path is taken from the configuration file's folder");
        }
        return new BrokerSettings.Tls(trusted.orElse(null), own(tls), tls.flag("verifyHost", true));
    }

    private @Nullable CertificateFiles own(Section tls) {
        Optional<CertificateFiles> own = new CertificateFilesReader(tls, folder, problems).read(false);
        try {
            own.ifPresent(CertificateFiles::read);
        } catch (IllegalArgumentException e) {
            problems.error(tls.at(), "'broker.tls' cannot be used", String.valueOf(e.getMessage()));
        }
        return own.orElse(null);
    }

    private Duration keepAlive(Duration usual) {
        Duration keepAlive = section.duration("keepAlive", usual);
        boolean whole = keepAlive.toMillis() % 1_000 == 0;
        if (!whole || keepAlive.compareTo(LONGEST_KEEP_ALIVE) > 0) {
            section.value("keepAlive").ifPresent(v -> v.refuse("whole seconds, at most 65535", ""));
        }
        return keepAlive;
    }

    /** A number, or 0 for {@code auto}. */
    private int automatic(String key, int most) {
        Optional<YamlValue> value = section.value(key);
        boolean said = value.flatMap(v -> v.node() instanceof YamlScalar s ? Optional.of(s.text()) : Optional.empty())
                .filter(text -> !text.equals("auto"))
                .isPresent();
        return said ? section.integer(key, 0, 1, most) : 0;
    }
}
