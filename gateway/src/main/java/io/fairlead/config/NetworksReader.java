package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Problems;
import io.fairlead.transport.TrustedProxies;
import java.util.List;
import java.util.Optional;

/** Reads lists of addresses and networks. */
final class NetworksReader {

    private final Problems problems;

    NetworksReader(Problems problems) {
        this.problems = problems;
    }

    /** @param usual what counts where nothing is written */
    TrustedProxies read(Section section, String key, TrustedProxies usual) {
        Optional<YamlValue> written = section.value(key);
        if (written.isEmpty()) {
            return usual;
        }
        List<String> sound = written.get().items().stream()
                .flatMap(item -> network(item).stream())
                .toList();
        return sound.isEmpty() ? TrustedProxies.NONE : TrustedProxies.of(sound);
    }

    private Optional<String> network(YamlValue item) {
        Optional<String> text = item.text();
        try {
            text.ifPresent(one -> TrustedProxies.of(List.of(one)));
            return text;
        } catch (IllegalArgumentException e) {
            problems.error(item.at(), "'" + item.path() + "' cannot be trusted", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
