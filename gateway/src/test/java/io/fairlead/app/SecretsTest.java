package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Configuration;
import io.fairlead.config.ConfigurationFile;
import io.fairlead.config.Keys;
import io.fairlead.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No command and no record of the configuration repeats a secret, whatever it looks like and wherever it stands. */
class SecretsTest {

    private static final String PLANTED = "planted-secret-0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String MAP = """
            version: 1
            routes:
              - {name: chat, channel: "chat/{room}", topic: "im/{room}", publish: {allow: [authenticated]}}
            """;

    @TempDir
    Path folder = Path.of("");

    private final Shell shell = new Shell();
    private Path config = folder;

    /** Every key that has a twin with {@code File} behind it is a secret. */
    static List<String> secretKeys() {
        return Keys.ALL.stream().filter(key -> Keys.ALL.contains(key + "File")).toList();
    }

    @BeforeEach
    void write() throws IOException {
        config = folder.resolve("fairlead.yaml");
        Files.writeString(config, "auth: {anonymous: true}\n");
        Files.writeString(folder.resolve("topics.yaml"), MAP);
    }

    @Test
    void keysThatAreSecrets_areKnown() {
        assertThat(secretKeys()).contains("auth.jwt.secret", "auth.clientSecret", "broker.password");
    }

    @ParameterizedTest
    @MethodSource("secretKeys")
    void secretOfTheEnvironment_isRepeatedByNobody(String key) throws IOException {
        shell.with(Keys.variable(key), PLANTED);
        commands(List.of());
        Problems problems = new Problems();
        var read = new ConfigurationFile(name -> name.equals(Keys.variable(key)) ? PLANTED : null)
                .read(config, List.of(), problems);

        assertThat(read.map(Configuration::toString).orElse("") + problems.list())
                .doesNotContain(PLANTED);
    }

    @ParameterizedTest
    @MethodSource("secretKeys")
    void secretOnTheCommandLine_orInTheFile_isRefusedWithoutBeingRepeated(String key) throws IOException {
        commands(List.of("--set", key + "=" + PLANTED));

        int last = key.lastIndexOf('.');
        Files.writeString(
                config, "auth: {anonymous: true}\n" + nested(key.substring(0, last), key.substring(last + 1)));
        commands(List.of());
    }

    private static String nested(String path, String key) {
        return "\"" + path.replace(".", "\": {\"") + "\": {\"" + key + "\": \"" + PLANTED + "\"}"
                + "}".repeat((int) path.chars().filter(c -> c == '.').count()) + "\n";
    }

    /** Values that begin as YAML does are read as lists where they stand in the environment. */
    @ParameterizedTest
    @ValueSource(strings = {"[", "[a, ", "{a: ", "\"", "'", "- ", "&a ", "*", "!!", "%", "@", "`", "\n", "\u0000"})
    void secretThatLooksLikeYaml_isRepeatedByNobody(String beginning) throws IOException {
        for (String key : secretKeys()) {
            Shell other = new Shell().with(Keys.variable(key), beginning + PLANTED);
            other.run("check", "-c", config.toString());
            assertThat(other.out() + other.err()).doesNotContain(PLANTED);
        }
    }

    @Test
    void tokenThatFails_isNotRepeatedByExplain() throws IOException {
        shell.with("FAIRLEAD_AUTH_JWT_SECRET", "x".repeat(40));
        shell.run("explain", "publish", "chat/1", "-c", config.toString(), "--token", PLANTED + "." + PLANTED + ".x");

        assertThat(shell.out() + shell.err()).isNotEmpty().doesNotContain(PLANTED);
    }

    private void commands(List<String> options) {
        for (List<String> command :
                List.of(List.of("check"), List.of("check", "--json"), List.of("explain", "publish", "chat/1"))) {
            List<String> arguments = new java.util.ArrayList<>(command);
            arguments.addAll(List.of("-c", config.toString()));
            arguments.addAll(options);
            shell.run(arguments.toArray(String[]::new));
        }
        assertThat(shell.out() + shell.err()).isNotEmpty().doesNotContain(PLANTED);
    }
}
