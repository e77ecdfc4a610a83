package io.fairlead.config;

import io.fairlead.config.yaml.Environment;
import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlMap;
import io.fairlead.config.yaml.YamlNode;
import io.fairlead.config.yaml.YamlReader;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.identity.hook.HookSettings;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import io.fairlead.session.SessionSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code fairlead.yaml}: strictly, with every mistake at once, and with what stands above the file. */
public final class ConfigurationFile {

    /** What ends a gateway has lost patience by then. */
    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);

    private final Environment environment;

    /** {@code environment} is what {@code ${NAME}} and the variables {@code FAIRLEAD_…} are taken from. */
    public ConfigurationFile(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads the file.
     *
     * @param file the file; paths in it are taken from its folder
     * @param options overrides as {@code key=value}, which win over the environment, which wins over the file
     * @param problems takes what is wrong
     * @return the configuration; empty if there are errors
     */
    public Optional<Configuration> read(Path file, List<String> options, Problems problems) {
        return read(new YamlReader(environment, problems).read(file), file, options, problems);
    }

    /** Reads a text as if it were the content of {@code file}. */
    public Optional<Configuration> parse(Path file, String text, List<String> options, Problems problems) {
        return read(new YamlReader(environment, problems).read(file.toString(), text), file, options, problems);
    }

    private Optional<Configuration> read(YamlMap map, Path file, List<String> options, Problems problems) {
        Section top = Section.top(new Overrides(environment, problems).apply(map, options), problems);
        Configuration configuration = configuration(top, folderOf(file), problems);
        top.finish();
        return problems.hasErrors() ? Optional.empty() : Optional.of(configuration);
    }

    /** The file of the topic map that a configuration names, even if the configuration has errors. */
    public Path topicsOf(Path file, List<String> options) {
        Problems unheard = new Problems();
        YamlMap map = new YamlReader(environment, unheard).read(file);
        return topics(Section.top(new Overrides(environment, unheard).apply(map, options), unheard), folderOf(file));
    }

    /** Where a key stands: in the file, on the command line, in the environment; else where it would be looked for. */
    public Position placeOf(String key, Path file, List<String> options) {
        Problems unheard = new Problems();
        YamlNode node =
                new Overrides(environment, unheard).apply(new YamlReader(environment, unheard).read(file), options);
        for (String word : key.split("\\.", -1)) {
            YamlMap.@Nullable Entry entry = node instanceof YamlMap map ? map.entry(word) : null;
            if (entry == null) {
                break;
            }
            node = entry.value();
        }
        return node.at();
    }

    private static Path topics(Section top, Path folder) {
        return folder.resolve(top.text("topics", "topics.yaml"));
    }

    /** As it was named, so that what lies in it is named the same way in messages. */
    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static Configuration configuration(Section top, Path folder, Problems problems) {
        String node = top.text("node").orElseGet(ConfigurationFile::hostName);
        BrokerSection broker = new BrokerSection(top.section("broker"), folder, problems);
        ListenersSection listeners = new ListenersSection(top.section("listeners"), folder, problems);
        LimitsSection limits = new LimitsSection(top.section("limits"));
        Configuration.Web web = listeners.web(top.section("web"));
        List<Configuration.Mqtt> mqtt = listeners.mqtt();
        boolean otherwise = web.admitsOtherwise() || mqtt.stream().anyMatch(Configuration.Mqtt::admitsOtherwise);
        Configuration.Auth auth = new AuthSection(top.section("auth"), folder, problems).read(otherwise);
        SessionSettings session = limits.session(node, top.section("web"));
        checkPatience(auth.hook(), session, top.section("auth").section("hook"), problems);
        return new Configuration(
                node,
                web,
                mqtt,
                listeners.admin(),
                broker.settings(),
                broker.upstream(),
                auth,
                topics(top, folder),
                session,
                limits.bounds(top.section("broker"), top.section("durable")),
                new SharesSection(top.section("limits"), problems).read(),
                top.section("drain").duration("window", Duration.ofSeconds(30), Duration.ZERO, LONGEST_DRAIN),
                allowed(top.section("security")),
                log(top.section("log")));
    }

    private static Set<Insecurity> allowed(Section section) {
        List<YamlValue> items = section.value("allow").map(YamlValue::items).orElse(List.of());
        return items.stream()
                .flatMap(item -> item.choice(Insecurity.words()).stream())
                .map(Insecurity::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void checkPatience(
            @Nullable HookSettings hook, SessionSettings session, Section section, Problems problems) {
        if (hook != null && hook.timeout().toMillis() >= session.connectTimeoutMillis()) {
            problems.error(
                    section.at(),
                    "'auth.hook.timeout' is not less than 'limits.connectTimeout', by which clients are given up",
                    "give the hook less time than clients have");
        }
    }

    private static Configuration.Log log(Section section) {
        return new Configuration.Log(
                section.choice("format", Configuration.Log.Format.TEXT),
                section.choice("level", Configuration.Log.Level.INFO),
                section.choice("access", "off", List.of("off", "on")).equals("on"));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "fairlead";
        }
    }
}
