package io.fairlead.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.identity.jwt.JwtAuthenticator;
import io.fairlead.identity.jwt.JwtKey;
import io.fairlead.identity.jwt.JwtSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {

    private static final String SECRET = "a secret that is long enough for HS256";

    @TempDir
    Path folder = Path.of("");

    private final Shell shell = new Shell().with("S", SECRET);
    private String config = "";

    @BeforeEach
    void write() throws IOException {
        config = folder.resolve("fairlead.yaml").toString();
        Files.writeString(Path.of(config), "auth: {jwt: {secret: ${S}}}\n");
    }

    @Test
    void token_holds_what_was_said_and_passes_the_gateway() {
        int exit = shell.run(
                "token",
                "-c",
                config,
                "--user",
                "alice",
                "--role",
                "a",
                "--role",
                "b",
                "--claim",
                "room=42",
                "--claim",
                "room=43",
                "--claim",
                "x=[\"y\"]",
                "--claim",
                "n=7",
                "--expires",
                "2m");

        assertThat(exit).isZero();
        Identity identity = verified(shell.out().strip());
        assertThat(identity.user()).isEqualTo("alice");
        assertThat(identity.roles()).containsExactly("a", "b");
        assertThat(identity.claims())
                .containsEntry("room", List.of("42", "43"))
                .containsEntry("x", List.of("y"))
                .containsEntry("n", "7");
        assertThat(identity.expires())
                .isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(121));
    }

    @Test
    void missing_user_secret_or_sense_is_a_sentence() throws IOException {
        assertThat(shell.run("token", "-c", config)).isEqualTo(1);
        assertThat(shell.run("token", "-c", config, "-u", "a", "--expires", "soon"))
                .isEqualTo(1);
        Files.writeString(Path.of(config), "auth: {anonymous: true}\n");
        assertThat(shell.run("token", "-c", config, "-u", "a")).isEqualTo(1);

        assertThat(shell.err())
                .contains(
                        "fairlead: a token names somebody", "soon is no duration", "auth.jwt.secret is not configured")
                .doesNotContain(SECRET);
    }

    @Test
    void key_set_of_an_issuer_signs_nothing_here() throws IOException {
        Files.writeString(
                Path.of(config),
                "auth: {jwt: {jwks: {url: 'https://id.example/keys?key=s3cret'}, issuer: i, audience: a}}\n");

        assertThat(shell.run("token", "-c", config, "--user", "alice")).isEqualTo(1);

        assertThat(shell.err())
                .contains("no secret to sign with", "publishes its keys at https://id.example/keys")
                .doesNotContain("s3cret");
    }

    @Test
    void claims_within_claims_are_put_where_the_gateway_looks() throws IOException {
        Files.writeString(Path.of(config), """
                auth: {jwt: {secret: ${S}, userClaim: [account, id], rolesClaim: [account, roles], issuer: [i, j], audience: [a, b]}}
                """);

        assertThat(shell.run("token", "-c", config, "--user", "alice", "--role", "one"))
                .isZero();

        String payload = new String(
                Base64.getUrlDecoder().decode(shell.out().strip().split("[.]", -1)[1]), StandardCharsets.UTF_8);
        assertThat(payload)
                .contains("\"account\":{\"id\":\"alice\",\"roles\":[\"one\"]}", "\"iss\":\"i\"", "\"aud\":\"a\"");
    }

    private static Identity verified(String token) {
        List<AuthOutcome> outcomes = new ArrayList<>();
        new JwtAuthenticator(JwtSettings.of(JwtKey.ofSecret(SECRET), false), InstantSource.system())
                .authenticate(Evidence.ofToken(token), outcomes::add);
        return ((AuthOutcome.Verified) outcomes.get(0)).identity();
    }
}
