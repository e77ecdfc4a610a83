package io.fairlead.app;

import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.InsecureCombinations;
import io.fairlead.config.InsecureCombinations.Found;
import io.fairlead.config.TopicMapFile;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import io.fairlead.problem.Severity;
import io.fairlead.topicmap.TopicMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration, and the reading. */
final class ConfigOptions {

    private static final Path USUAL = Path.of("conf", "fairlead.yaml");

    private static final String MEANT = "security.allow says that it is meant";
    private static final Logger log = LoggerFactory.getLogger(ConfigOptions.class);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; conf/fairlead.yaml if it is not named.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the configuration, such as broker.url=mqtt://host.")
    private List<String> overrides = new ArrayList<>();

    private final Terminal terminal;

    ConfigOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Both files, read; each is there only if it has no errors. */
    record Loaded(
            Path file,
            Optional<Configuration> configuration,
            Path topics,
            TopicMapFile.Outcome map,
            List<Problem> problems) {

        long errors() {
            return problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
        }

        long warnings() {
            return problems.size() - errors();
        }
    }

    /** A configuration and its topic map, both sound. */
    record Sound(Configuration configuration, TopicMap map) {}

    /** Reads both files, whatever is wrong with them. */
    Loaded load() {
        Path configFile = file();
        ConfigurationFile reader = new ConfigurationFile(terminal.environment());
        Problems problems = new Problems();
        Optional<Configuration> configuration = reader.read(configFile, overrides, problems);
        Path topics = configuration.map(Configuration::topics).orElseGet(() -> reader.topicsOf(configFile, overrides));
        String prefix = configuration.map(c -> c.upstream().prefix()).orElse(TopicMapFile.DEFAULT_PREFIX);
        TopicMapFile.Outcome map = TopicMapFile.read(topics, terminal.environment(), prefix);
        if (configuration.isPresent() && map.map().isPresent()) {
            for (Found found :
                    InsecureCombinations.in(configuration.get(), map.map().get())) {
                report(found, configuration.get(), reader, problems);
            }
        }
        configuration.filter(read -> read.auth().hook() != null).ifPresent(read -> refuseHook(reader, problems));
        List<Problem> all = new ArrayList<>(problems.list());
        all.addAll(map.problems());
        return new Loaded(configFile, configuration, topics, map, List.copyOf(all));
    }

    /** Nobody would ask it, and who relies on its word would let everybody in. */
    private void refuseHook(ConfigurationFile reader, Problems problems) {
        problems.error(
                reader.placeOf("auth.hook.url", file(), overrides),
                "this version does not ask a hook yet, and must not seem to",
                "take 'auth.hook' out; the topic map and auth.jwt decide");
    }

    private void report(Found found, Configuration configuration, ConfigurationFile reader, Problems problems) {
        Position at = reader.placeOf(found.key(), file(), overrides);
        if (configuration.allowed().contains(found.what())) {
            problems.warning(at, found.sentence(), MEANT);
        } else {
            problems.error(at, found.sentence(), found.hint());
        }
    }

    /** Reads both files; prints every error and fails if there is one. */
    Sound loadSound() {
        Loaded loaded = load();
        if (loaded.errors() > 0) {
            loaded.problems().stream()
                    .filter(p -> p.severity() == Severity.ERROR)
                    .forEach(problem -> terminal.err().println(ProblemLines.of(problem, terminal)));
            throw CommandFailure.no(
                    ProblemLines.count(loaded.errors(), "error") + " in the configuration; nothing was started");
        }
        loaded.problems().stream()
                .filter(p -> p.hint().equals(MEANT))
                .forEach(p -> log.warn("insecure, and meant: {}", p.message()));
        return new Sound(
                loaded.configuration().orElseThrow(), loaded.map().map().orElseThrow());
    }

    /** Reads the configuration without the topic map; prints every error and fails if there is one. */
    Configuration loadConfiguration() {
        Problems problems = new Problems();
        Optional<Configuration> read = new ConfigurationFile(terminal.environment()).read(file(), overrides, problems);
        if (read.isEmpty()) {
            problems.list().forEach(problem -> terminal.err().println(ProblemLines.of(problem, terminal)));
        }
        return read.orElseThrow(() -> CommandFailure.no("the configuration has errors"));
    }

    /** The named file, or the usual one here, or the one that came with the program. */
    private Path file() {
        if (file != null) {
            return file;
        }
        String home = System.getProperty("fairlead.home");
        return Files.exists(USUAL) || home == null ? USUAL : Path.of(home).resolve(USUAL);
    }
}
