package io.fairlead.config;

import io.fairlead.admission.AdmissionSettings;
import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.identity.Decision;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.identity.hook.HookSettings;
import io.fairlead.identity.jwt.JwtKey;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.problem.Position;
import io.fairlead.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth}: who may come in. */
final class AuthSection {

    private final Section section;
    private final Section jwt;
    private final SecretReader secrets;
    private final Problems problems;

    AuthSection(Section section, Path folder, Problems problems) {
        this.section = section;
        this.jwt = section.section("jwt");
        this.secrets = new SecretReader(folder, problems);
        this.problems = problems;
    }

    /** @param otherwise whether clients may come in that neither show a token nor are anonymous */
    Configuration.Auth read(boolean otherwise) {
        boolean anonymous = section.flag("anonymous", false);
        Optional<Secret> secret = secrets.secret(jwt, "secret");
        JwtSettings settings = settings(anonymous, secret);
        HookSettings hook = new HookSection(section.section("hook"), secrets, problems).read();
        boolean asked = hook != null && hook.decides().contains(Decision.CONNECT);
        if (settings == null && !anonymous && !otherwise && !asked && !section.has("jwt")) {
            problems.error(
                    section.at(),
                    "nobody could come in: there is neither 'auth.jwt' nor 'auth.anonymous: true',"
                            + " nor an 'auth.hook' that decides connect",
                    "configure one of them, or several");
        }
        return new Configuration.Auth(
                settings, anonymous, secret.orElse(null), clientSecret(), mqtt(section.section("mqtt")), hook);
    }

    private static Configuration.MqttAuth mqtt(Section mqtt) {
        AdmissionSettings usual = AdmissionSettings.DEFAULT;
        return new Configuration.MqttAuth(
                mqtt.choice("userName", usual.userName()), mqtt.choice("certificateRoles", usual.certificateRoles()));
    }

    private @Nullable JwtSettings settings(boolean anonymous, Optional<Secret> secret) {
        Optional<JwtKey> key = key(secret);
        String user = jwt.text("userClaim", "sub");
        String roles = jwt.text("rolesClaim", "roles");
        String issuer = jwt.text("issuer").orElse(null);
        String audience = jwt.text("audience").orElse(null);
        var skew = jwt.duration("skew", JwtSettings.DEFAULT_SKEW);
        return key.map(k -> new JwtSettings(k, user, roles, issuer, audience, skew, anonymous))
                .orElse(null);
    }

    private Optional<JwtKey> key(Optional<Secret> secret) {
        Optional<YamlValue> file = jwt.value("publicKeyFile");
        boolean shared = jwt.has("secret") || jwt.has("secretFile");
        if (file.isPresent() && shared) {
            problems.error(
                    file.get().at(), "'auth.jwt' has both a shared secret and a public key", "keep the one tokens use");
        }
        if (file.isPresent()) {
            Position at = file.get().at();
            return secrets.content(file.get()).flatMap(pem -> checked(at, "publicKeyFile", pem, JwtKey::ofPem));
        }
        if (section.has("jwt") && !shared) {
            problems.error(
                    jwt.at(), "'auth.jwt' has no key to verify tokens with", "add secret, secretFile or publicKeyFile");
        }
        return secret.flatMap(s -> checked(at("secret"), "secret", s, JwtKey::ofSecret));
    }

    private Optional<JwtKey> checked(Position at, String key, Secret text, Function<String, JwtKey> reading) {
        try {
            return Optional.of(reading.apply(text.reveal()));
        } catch (IllegalArgumentException e) {
            problems.error(at, "'auth.jwt." + key + "' cannot be used", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Position at(String key) {
        return jwt.value(key)
                .or(() -> jwt.value(key + "File"))
                .map(YamlValue::at)
                .orElse(jwt.at());
    }

    private @Nullable Secret clientSecret() {
        Optional<Secret> secret = secrets.secret(section, "clientSecret");
        int bytes = secret.map(s -> s.reveal().getBytes(StandardCharsets.UTF_8).length)
                .orElse(Integer.MAX_VALUE);
        if (bytes < SignedClientNames.MIN_KEY_BYTES) {
            problems.error(
                    section.at(),
                    "'auth.clientSecret' has " + bytes + " bytes",
                    "it needs at least " + SignedClientNames.MIN_KEY_BYTES + "; `openssl rand -base64 24` makes one");
        }
        return secret.orElse(null);
    }
}
