package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.problem.Problem;
import io.fairlead.problem.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminReaderTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final Problems problems = new Problems();

    private Configuration.@Nullable Admin read(String token, String admin) {
        Optional<Configuration> read = new ConfigurationFile(Map.of("ADMIN", token)::get)
                .parse(
                        Path.of("fairlead.yaml"),
                        "auth: {anonymous: true}\nlisteners: {admin: {" + admin + "}}",
                        List.of(),
                        problems);
        return read.map(Configuration::admin).orElse(null);
    }

    private String onlyProblem() {
        assertThat(problems.list()).hasSize(1);
        Problem problem = problems.list().get(0);
        return problem.message() + " " + problem.hint();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
    void loopbackAddress_needsNoToken(String host) {
        assertThat(Objects.requireNonNull(read("", "host: '" + host + "'")).token())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "no-such-host.invalid"})
    void otherAddress_withoutToken_isRefused(String host) {
        assertThat(read("", "host: '" + host + "'")).isNull();
        assertThat(onlyProblem()).contains("asks for no token").contains("tokenFile");
    }

    @Test
    void otherAddress_withToken_isTaken_andTheTokenIsNeverPrinted() {
        Configuration.Admin admin = Objects.requireNonNull(read(TOKEN, "host: 0.0.0.0, token: \"${ADMIN}\""));

        assertThat(Objects.requireNonNull(admin.token()).reveal()).isEqualTo(TOKEN);
        assertThat(admin.toString()).doesNotContain(TOKEN);
    }

    @Test
    void shortToken_isRefused() {
        assertThat(read("short", "token: \"${ADMIN}\"")).isNull();
        assertThat(onlyProblem()).contains("has 5 characters").doesNotContain("short ");
    }

    @Test
    void tokenThatNoHeaderCanHold_isRefused() {
        assertThat(read(TOKEN + " ä", "token: \"${ADMIN}\"")).isNull();
        assertThat(onlyProblem()).contains("no Authorization header can hold");
    }
}
