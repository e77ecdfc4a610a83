package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlScalar;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what must not stand in the file itself: secrets of the environment, secrets and keys in files of their own. */
final class SecretReader {

    private final Path folder;
    private final Problems problems;

    SecretReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** The secret of {@code key}, or of the file that {@code keyFile} names; empty if there is neither. */
    Optional<Secret> secret(Section section, String key) {
        Optional<YamlValue> written = section.value(key);
        Optional<YamlValue> file = section.value(key + "File");
        if (written.isPresent() && file.isPresent()) {
            problems.error(
                    file.get().at(),
                    "'" + file.get().path() + "' and '" + key + "' are both there",
                    "keep one of them");
        }
        return written.isPresent() ? written.flatMap(this::ofEnvironment) : file.flatMap(this::content);
    }

    /** The text of the file that a value names, without white space around it. */
    Optional<Secret> content(YamlValue value) {
        return value.text().flatMap(name -> read(value, folder.resolve(name)));
    }

    private Optional<Secret> read(YamlValue value, Path file) {
        try {
            return Optional.of(
                    new Secret(Files.readString(file, StandardCharsets.UTF_8).strip()));
        } catch (NoSuchFileException e) {
            return refuse(value.at(), "'" + value.path() + "' names " + file + ", and there is no such file");
        } catch (IOException e) {
            return refuse(value.at(), "'" + value.path() + "' names " + file + ", which cannot be read (" + e + ")");
        }
    }

    private Optional<Secret> ofEnvironment(YamlValue value) {
        Optional<String> text = value.text();
        if (text.isEmpty() || !(value.node() instanceof YamlScalar scalar)) {
            return Optional.empty();
        }
        if (scalar.fromEnvironment() && !scalar.written().contains(":-")) {
            return text.map(Secret::new);
        }
        boolean unset = scalar.written().startsWith("${") && !scalar.written().contains(":-");
        if (!unset) {
            problems.error(
                    value.at(),
                    "'" + value.path() + "' is a secret and is written out here",
                    "write ${NAME} for a variable of the environment, or '" + value.path() + "File: PATH'");
        }
        return Optional.empty();
    }

    private Optional<Secret> refuse(Position at, String message) {
        problems.error(at, message, "a path is taken from the configuration file's folder");
        return Optional.empty();
    }
}
