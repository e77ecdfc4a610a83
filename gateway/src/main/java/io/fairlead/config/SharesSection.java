package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlScalar;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Problems;
import io.fairlead.shares.ShareSettings;
import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.websocket.WebSocketDoor;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/** Reads of {@code limits} how the node is shared. */
final class SharesSection {

    private static final ShareSettings USUAL = ShareSettings.DEFAULT;
    private static final TrustedProxies LOOPBACK = TrustedProxies.of(List.of("127.0.0.0/8", "::1"));
    private static final int MANY = 100_000_000;
    private static final int LEAST_BYTES = 1 << 10;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Section limits;
    private final Problems problems;

    SharesSection(Section limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    Configuration.Shares read() {
        ShareSettings settings = new ShareSettings(
                (int) automatic("connections", s -> s.integer("connections", ShareSettings.AUTO, 0, MANY)),
                limits.integer("connectionsPerAddress", USUAL.connectionsPerAddress(), 0, MANY),
                limits.integer("connectionsPerUser", USUAL.connectionsPerUser(), 0, MANY),
                limits.number("connectsPerSecond", USUAL.connectsPerSecond(), 0, MANY),
                limits.number("connectsPerSecondPerAddress", USUAL.connectsPerSecondPerAddress(), 0, MANY),
                limits.integer("unauthenticated", USUAL.unauthenticated(), 0, MANY),
                limits.size(
                        "beforeAuthentication",
                        USUAL.beforeAuthentication(),
                        LEAST_BYTES,
                        WebSocketDoor.MAX_MESSAGE_BYTES),
                automatic("outboundBytes", s -> s.bytes("outboundBytes", ShareSettings.AUTO, 0)),
                bans(limits.section("bans")));
        return new Configuration.Shares(settings, new NetworksReader(problems).read(limits, "exempt", LOOPBACK));
    }

    private static ShareSettings.Bans bans(Section bans) {
        ShareSettings.Bans usual = USUAL.bans();
        Duration longest = bans.duration("longest", usual.longest(), SHORTEST, LONGEST);
        Duration shortest = bans.duration("shortest", usual.shortest(), SHORTEST, LONGEST);
        if (shortest.compareTo(longest) > 0) {
            bans.value("shortest")
                    .or(() -> bans.value("longest"))
                    .ifPresent(value -> value.refuse("a shortest that is not above longest", ""));
        }
        return new ShareSettings.Bans(
                bans.integer("points", usual.points(), 0, MANY),
                bans.duration("window", usual.window(), SHORTEST, LONGEST),
                shortest,
                longest);
    }

    /** A number, or what the machine decides for {@code auto}. */
    private long automatic(String key, ToLongFunction<Section> read) {
        boolean auto = limits.value(key)
                .map(YamlValue::node)
                .filter(node ->
                        node instanceof YamlScalar scalar && scalar.text().equals("auto"))
                .isPresent();
        return auto ? ShareSettings.AUTO : read.applyAsLong(limits);
    }
}
