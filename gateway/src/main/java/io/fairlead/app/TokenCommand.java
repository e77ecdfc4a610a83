package io.fairlead.app;

import io.fairlead.config.Configuration;
import io.fairlead.config.Secret;
import io.fairlead.config.yaml.Units;
import io.fairlead.identity.jwt.JwksSettings;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.identity.jwt.JwtSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairlead token}: signs a token for development with the configured secret. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Signs a token for development with the configured secret, and prints it.")
final class TokenCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Mixin
    private ClaimOptions claims = new ClaimOptions();

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "How long it holds, such as 90s or 7d; ${DEFAULT-VALUE} if it is not said.")
    private String expires = "1h";

    private final Terminal terminal;

    TokenCommand(Terminal terminal) {
        this.terminal = terminal;
        this.config = new ConfigOptions(terminal);
    }

    @Override
    public Integer call() {
        if (claims.user == null) {
            throw CommandFailure.no("a token names somebody: add --user NAME");
        }
        Duration lifetime = Units.duration(expires);
        if (lifetime == null) {
            throw CommandFailure.no("--expires " + expires + " is no duration; write it as 90s, 2m, 1h or 7d");
        }
        terminal.out().println(sign(config.loadConfiguration(), claims.user, lifetime));
        return 0;
    }

    private String sign(Configuration configuration, String user, Duration lifetime) {
        Secret secret = configuration.auth().jwtSecret();
        JwtSettings settings = configuration.auth().jwt();
        if (secret == null || settings == null) {
            throw CommandFailure.no("there is no secret to sign with: auth.jwt.secret is not configured"
                    + (settings == null ? "" : "; " + signer(settings) + " signs the tokens of this gateway"));
        }
        return new JwtSigner(secret.reveal()).sign(content(settings, user, lifetime));
    }

    private static String signer(JwtSettings settings) {
        return settings.keys() instanceof JwksSettings published
                ? "the issuer that publishes its keys at " + published
                : "the holder of the private key";
    }

    private Map<String, Object> content(JwtSettings settings, String user, Duration lifetime) {
        Instant now = Instant.now();
        Map<String, Object> content = new LinkedHashMap<>();
        settings.issuers().stream().findFirst().ifPresent(issuer -> content.put("iss", issuer));
        settings.audiences().stream().findFirst().ifPresent(audience -> content.put("aud", audience));
        content.put("iat", now.getEpochSecond());
        content.put("exp", now.plus(lifetime).getEpochSecond());
        content.putAll(claims.claims());
        settings.userClaim().put(content, user);
        if (!claims.roles.isEmpty()) {
            settings.rolesClaim().put(content, claims.roles);
        }
        return content;
    }
}
