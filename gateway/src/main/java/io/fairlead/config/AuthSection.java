package io.fairlead.config;

import io.fairlead.admission.AdmissionSettings;
import io.fairlead.config.yaml.Section;
import io.fairlead.identity.Decision;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.identity.hook.HookSettings;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
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
        JwtSettings settings = new JwtSection(jwt, secrets, problems).read(section.has("jwt"), anonymous, secret);
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
