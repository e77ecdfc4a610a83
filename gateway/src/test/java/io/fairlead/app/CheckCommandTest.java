package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.wire.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    private static final String MAP = """
            version: 1
            routes:
              - name: chat
                channel: chat/{room}
                topic: im/{room}
                subscribe: {allow: [authenticated]}
                publish: {allow: [authenticated]}
            """;

    @TempDir
    Path folder = Path.of("");

    private final Shell shell = new Shell();
    private Path config = folder;

    @BeforeEach
    void write() throws IOException {
        config = folder.resolve("fairlead.yaml");
        Files.writeString(config, "auth: {anonymous: true}\n");
        Files.writeString(folder.resolve("topics.yaml"), MAP);
    }

    @Test
    void sound_files_are_said_to_be_sound() {
        assertThat(shell.run("check", "-c", config.toString())).isZero();
        assertThat(shell.out()).startsWith("sound: ").contains("topics.yaml, 1 route");
    }

    @Test
    void errors_of_both_files_are_listed_by_line_and_column() throws IOException {
        Files.writeString(config, "auth: {anonymous: yes!}\nlimtis: {}\n");
        Files.writeString(folder.resolve("topics.yaml"), MAP.replace("im/{room}", "im/{rom}"));

        assertThat(shell.run("check", "-c", config.toString())).isEqualTo(1);

        assertThat(shell.out())
                .contains("fairlead.yaml:1:19: error: ", "fairlead.yaml:2:1: error: ", "did you mean 'limits'?")
                .containsPattern("topics.yaml:5:\\d+: error: ")
                .containsPattern("\\d errors.* in ");
    }

    @Test
    void topics_file_of_a_bad_configuration_is_checked_all_the_same() throws IOException {
        Files.writeString(config, "auth: {}\ntopics: other.yaml\n");

        assertThat(shell.run("check", "-c", config.toString())).isEqualTo(1);

        assertThat(shell.out()).contains("other.yaml: error: there is no such file");
    }

    @Test
    void hook_that_nobody_would_ask_is_an_error() throws IOException {
        Files.writeString(config, "auth: {anonymous: true, hook: {url: 'https://auth.example.org/hook'}}\n");

        assertThat(shell.run("check", "-c", config.toString())).isEqualTo(1);

        assertThat(shell.out()).contains("error: this version does not ask a hook yet");
    }

    @Test
    void overrides_are_checked_too() {
        assertThat(shell.run("check", "-c", config.toString(), "--set", "broker.url=http://x"))
                .isEqualTo(1);
        assertThat(shell.out()).contains("--set broker.url: error: ");
    }

    @Test
    void json_holds_every_problem_with_its_place() throws IOException {
        Files.writeString(config, "auth: {anonymous: true}\nlimtis: {}\n");

        assertThat(shell.run("check", "--json", "-c", config.toString())).isEqualTo(1);

        Map<?, ?> answer = (Map<?, ?>) Objects.requireNonNull(JsonTree.read(shell.out()));
        Map<?, ?> problem = (Map<?, ?>) ((List<?>) Objects.requireNonNull(answer.get("problems"))).get(0);
        assertThat(answer.get("errors")).isEqualTo(1);
        assertThat(problem.get("line")).isEqualTo(2);
        assertThat(problem.get("severity")).isEqualTo("error");
    }

    @Test
    void missing_file_is_named() {
        assertThat(shell.run("check", "-c", folder.resolve("no.yaml").toString()))
                .isEqualTo(1);
        assertThat(shell.out()).contains("no.yaml: error: there is no such file");
    }

    @Test
    void insecure_combination_is_an_error_at_its_key_and_a_warning_where_it_is_meant() throws IOException {
        Files.writeString(config, "auth:\n  anonymous: true\n");
        Files.writeString(
                folder.resolve("topics.yaml"),
                MAP.replace("/{room}", "/{room...}").replace("authenticated", "anyone"));

        assertThat(shell.run("check", "-c", config.toString())).isEqualTo(1);
        assertThat(shell.out())
                .contains("fairlead.yaml:2:14: error: whoever reaches this gateway may publish", "[anonymous-publish]");
        assertThat(shell.run("run", "-c", config.toString())).isEqualTo(1);
        assertThat(shell.err()).contains("whoever reaches this gateway may publish", "nothing was started");

        assertThat(shell.run("check", "-c", config.toString(), "--set", "security.allow=[anonymous-publish]"))
                .isZero();
        assertThat(shell.out()).contains("warning: whoever reaches this gateway may publish");
        assertThat(shell.run("check", "-c", config.toString(), "--set", "listeners.web.host=127.0.0.1"))
                .isZero();
    }
}
