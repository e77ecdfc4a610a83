package io.fairlead.config.yaml;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a YAML file into a tree of nodes that know their places. What is wrong goes to the problems it was given; what
 * could be read is returned all the same, so that the rest of the file is checked too.
 */
public final class YamlReader {

    /** The largest file, in characters: room for some 100,000 routes. */
    private static final int MAX_CHARACTERS = 64 * 1024 * 1024;

    private final YAMLFactory factory =
            YAMLFactory.builder().loaderOptions(limits()).build();
    private final Environment environment;
    private final Problems problems;

    public YamlReader(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        return options;
    }

    /** Reads a file; an empty mapping if it cannot be read or is not one, which is then among the problems. */
    public YamlMap read(Path file) {
        String name = file.toString();
        try {
            return read(name, decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return refuse(Position.of(name), "there is no such file", "create it, or name another one");
        } catch (CharacterCodingException e) {
            return refuse(Position.of(name), "the file is not UTF-8 text", "save it as UTF-8");
        } catch (IOException e) {
            return refuse(
                    Position.of(name), "the file cannot be read (" + e + ")", "check what it is and who may read it");
        }
    }

    /** Reads a text; an empty mapping if it is none, which is then among the problems. */
    public YamlMap read(String file, String text) {
        try (YAMLParser parser = factory.createParser(EnvReferences.hide(text))) {
            return new YamlTree(parser, file, environment, problems).document();
        } catch (IOException | YAMLException e) {
            return refuse(YamlFaults.position(file, text, e), "this is not YAML: " + YamlFaults.sentence(e), "");
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private YamlMap refuse(Position at, String message, String hint) {
        problems.error(at, message, hint);
        return YamlMap.empty(at);
    }
}
