package io.fairlead.config;

import io.fairlead.config.yaml.Section;
import io.fairlead.config.yaml.YamlList;
import io.fairlead.config.yaml.YamlValue;
import io.fairlead.problem.Problems;
import io.fairlead.transport.TrustedProxies;
import io.fairlead.transport.tls.ListenerTls;
import io.fairlead.wire.mqtt.ListenerRules;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code listeners}: where clients and the operator's tools connect. */
final class ListenersSection {

    private static final int MOST_PORT = 65_535;
    private static final int MQTT_PORT = 1_883;
    private static final int MQTT_TLS_PORT = 8_883;

    private final Section listeners;
    private final Path folder;
    private final Problems problems;

    ListenersSection(Section listeners, Path folder, Problems problems) {
        this.listeners = listeners;
        this.folder = folder;
        this.problems = problems;
    }

    /** {@code web} is the section that says who may use the web listener. */
    Configuration.Web web(Section web) {
        Section listener = listeners.section("web");
        Section mqtt = listener.section("mqtt");
        boolean enabled = mqtt.flag("enabled", true);
        ListenerRules rules = rules(mqtt);
        return new Configuration.Web(
                listener.text("host", "0.0.0.0"),
                listener.integer("port", 8080, 0, MOST_PORT),
                new WebRulesReader(web, problems).read(),
                proxies(web, "trustedProxies"),
                tls(listener),
                enabled ? rules : null);
    }

    Configuration.@Nullable Admin admin() {
        boolean wanted = listeners.has("admin");
        Configuration.Admin read = new AdminReader(listeners.section("admin"), folder, problems).read();
        return wanted ? read : null;
    }

    /** One mapping, or a list of them. */
    List<Configuration.Mqtt> mqtt() {
        Optional<YamlValue> written = listeners.value("mqtt");
        if (written.isPresent() && written.get().node() instanceof YamlList) {
            List<YamlValue> items = written.get().items();
            List<Configuration.Mqtt> read = items.stream().map(this::ofList).toList();
            refuseSameAddress(items, read);
            return read;
        }
        Configuration.Mqtt only = listener(listeners.section("mqtt"));
        return written.isPresent() ? List.of(only) : List.of();
    }

    private Configuration.Mqtt ofList(YamlValue item) {
        Section section = item.section();
        Configuration.Mqtt read = listener(section);
        section.finish();
        return read;
    }

    private Configuration.Mqtt listener(Section section) {
        boolean encrypted = section.has("tls");
        return new Configuration.Mqtt(
                section.text("host", "0.0.0.0"),
                section.integer("port", encrypted ? MQTT_TLS_PORT : MQTT_PORT, 0, MOST_PORT),
                rules(section),
                tls(section),
                proxies(section.section("proxyProtocol"), "trusted"));
    }

    private @Nullable ListenerTls tls(Section listener) {
        return new ListenerTlsReader(listener.section("tls"), folder, problems).read(listener.has("tls"));
    }

    private static ListenerRules rules(Section section) {
        ListenerRules usual = ListenerRules.DEFAULT;
        ListenerRules.Mode mode = section.choice("mode", usual.mode());
        ListenerRules.BrokerSees brokerSees = section.choice("brokerSees", usual.brokerSees());
        if (mode == ListenerRules.Mode.SHARED && brokerSees != ListenerRules.BrokerSees.GATEWAY) {
            section.value("brokerSees")
                    .ifPresent(v ->
                            v.refuse("gateway in mode shared", "its clients have no broker connection of their own"));
        }
        return new ListenerRules(
                mode,
                section.choice("names", usual.names()),
                brokerSees,
                section.choice("denied", usual.denied()),
                section.size(
                        "maxPacketBytes",
                        usual.maxPacketBytes(),
                        ListenerRules.LEAST_PACKET_BYTES,
                        ListenerRules.MOST_PACKET_BYTES));
    }

    private TrustedProxies proxies(Section section, String key) {
        return new NetworksReader(problems).read(section, key, TrustedProxies.NONE);
    }

    private void refuseSameAddress(List<YamlValue> items, List<Configuration.Mqtt> read) {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < read.size(); i++) {
            Configuration.Mqtt one = read.get(i);
            String address = one.host() + ":" + one.port();
            if (one.port() != 0 && !taken.add(address)) {
                problems.error(
                        items.get(i).at(),
                        "'" + items.get(i).path() + "' listens on " + address + ", as one before it does",
                        "give it a port of its own");
            }
        }
    }
}
