package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlList;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.identity.jwt.ClaimPath;
import io.fairlead.identity.jwt.JwtKey;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.identity.jwt.KeyOrigin;
import io.fairlead.problem.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.jwt}: what a token must be to count. */
final class JwtSection {

    private final Section jwt;
    private final SecretReader secrets;
    private final Problems problems;

    JwtSection(Section jwt, SecretReader secrets, Problems problems) {
        this.jwt = jwt;
        this.secrets = secrets;
        this.problems = problems;
    }

    /**
     * The settings; null if there are none, or no usable ones.
     *
     * @param there whether the file has the section at all
     * @param secret the secret that issuer and gateway share
     */
    @Nullable
    JwtSettings read(boolean there, boolean anonymous, Optional<Secret> secret) {
        Optional<? extends KeyOrigin> keys = keys(there, secret);
        ClaimPath user = path("userClaim", "sub");
        ClaimPath roles = path("rolesClaim", "roles");
        List<String> issuers = names("issuer");
        List<String> audiences = names("audience");
        var skew = jwt.duration("skew", JwtSettings.DEFAULT_SKEW);
        if (jwt.has("jwks")) {
            warnOfOpenDoors();
        }
        return keys.map(k -> new JwtSettings(k, user, roles, issuers, audiences, skew, anonymous))
                .orElse(null);
    }

    // ---- Keys

    private Optional<? extends KeyOrigin> keys(boolean there, Optional<Secret> secret) {
        boolean shared = jwt.has("secret") || jwt.has("secretFile");
        Optional<YamlValue> file = jwt.value("publicKeyFile");
        boolean published = jwt.has("jwks");
        Optional<? extends KeyOrigin> set = new JwksSection(jwt.section("jwks"), secrets, problems).read(published);
        long kinds = Stream.of(shared, file.isPresent(), published)
                .filter(has -> has)
                .count();
        if (kinds > 1) {
            problems.error(
                    jwt.at(),
                    "'auth.jwt' has several kinds of keys: a shared secret, a public key or a key set",
                    "keep the one that tokens use");
        }
        if (there && kinds == 0) {
            problems.error(
                    jwt.at(),
                    "'auth.jwt' has no key to verify tokens with",
                    "add secret, secretFile, publicKeyFile or jwks");
        }
        if (published) {
            return set;
        }
        return file.isPresent()
                ? file.flatMap(secrets::content).flatMap(pem -> checked("publicKeyFile", pem, JwtKey::ofPem))
                : secret.flatMap(s -> checked("secret", s, JwtKey::ofSecret));
    }

    private Optional<JwtKey> checked(String key, Secret text, Function<String, JwtKey> reading) {
        try {
            return Optional.of(reading.apply(text.reveal()));
        } catch (IllegalArgumentException e) {
            problems.error(
                    jwt.value(key)
                            .or(() -> jwt.value(key + "File"))
                            .map(YamlValue::at)
                            .orElse(jwt.at()),
                    "'auth.jwt." + key + "' cannot be used",
                    String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** An issuer signs tokens for many, and all of them are good at its key set. */
    private void warnOfOpenDoors() {
        if (!jwt.has("audience")) {
            problems.warning(
                    jwt.at(),
                    "'auth.jwt' has a key set and no audience: tokens that its issuer made for other services let their owners in here",
                    "name in 'auth.jwt.audience' what the issuer puts into aud for this gateway");
        }
        if (!jwt.has("issuer")) {
            problems.warning(
                    jwt.at(),
                    "'auth.jwt' has a key set and no issuer: whoever shares that key set can make tokens for here",
                    "name the issuer in 'auth.jwt.issuer', as its tokens do in iss");
        }
    }

    // ---- Claims

    /** One text or a list of them; an empty one would demand nothing without saying so. */
    private List<String> names(String key) {
        Optional<YamlValue> value = jwt.value(key);
        long before = problems.list().size();
        List<String> names = value.map(JwtSection::texts).orElse(List.of());
        boolean said = problems.list().size() > before;
        if (value.isPresent() && !said && (names.isEmpty() || names.contains(""))) {
            value.get().refuse("a name, or a list of some", "leave the key out if it does not matter");
        }
        return names;
    }

    private ClaimPath path(String key, String otherwise) {
        Optional<YamlValue> value = jwt.value(key);
        long before = problems.list().size();
        List<String> names = value.map(JwtSection::texts).orElse(List.of(otherwise));
        boolean said = problems.list().size() > before;
        if (names.isEmpty() || names.contains("")) {
            value.filter(v -> !said)
                    .ifPresent(v -> v.refuse("the name of a claim, or a list of names that lead to it", ""));
            return ClaimPath.of(otherwise);
        }
        value.filter(v -> !(v.node() instanceof YamlList)).ifPresent(v -> warnOfDots(v, names.get(0)));
        return new ClaimPath(names);
    }

    private void warnOfDots(YamlValue value, String name) {
        if (name.contains(".") && !name.contains("/") && !name.contains(":")) {
            problems.warning(
                    value.at(),
                    "'" + value.path() + "' is one claim whose name is '" + name + "', dots and all",
                    "for a claim within another write [" + name.replace(".", ", ") + "]; if it is one name, [" + name
                            + "]");
        }
    }

    private static List<String> texts(YamlValue value) {
        return value.node() instanceof YamlList
                ? value.texts()
                : value.text().stream().toList();
    }
}
