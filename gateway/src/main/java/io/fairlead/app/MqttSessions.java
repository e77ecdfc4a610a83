package io.fairlead.app;

import io.fairlead.admission.Admission;
import io.fairlead.bridge.Node;
import io.fairlead.bridge.NodeLoop;
import io.fairlead.broker.packet.Dialer;
import io.fairlead.config.Configuration;
import io.fairlead.identity.CertificateName;
import io.fairlead.relay.DenialLog;
import io.fairlead.relay.DeniedPublish;
import io.fairlead.relay.RelayLoop;
import io.fairlead.relay.RelaySettings;
import io.fairlead.relay.RelaySettings.ShownToBroker;
import io.fairlead.relay.Relays;
import io.fairlead.topicmap.Topics;
import io.fairlead.transport.mqtt.MqttDoors;
import io.fairlead.transport.mqtt.MqttSettings;
import io.fairlead.transport.mqtt.shared.SharedSessions;
import io.fairlead.wire.mqtt.ListenerRules;
import io.fairlead.wire.mqtt.MqttSession;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what stands behind the MQTT clients of each listener, by its rules. */
final class MqttSessions {

    private static final Logger log = LoggerFactory.getLogger(MqttSessions.class);

    private final Configuration configuration;
    private final Topics topics;
    private final List<NodeLoop> loops;
    private final Node node;
    private final Dialer dialer;

    MqttSessions(Configuration configuration, Topics topics, List<NodeLoop> loops, Node node, Dialer dialer) {
        this.configuration = configuration;
        this.topics = topics;
        this.loops = loops;
        this.node = node;
        this.dialer = dialer;
    }

    /**
     * The doors of a listener.
     *
     * @param certificateName which name of a client's certificate is the user; null where it asks for none
     */
    MqttDoors doors(ListenerRules rules, @Nullable CertificateName certificateName) {
        MqttSession.Factory sessions = factory(rules, admission(rules, certificateName));
        MqttSettings settings =
                new MqttSettings(rules.maxPacketBytes(), configuration.session().connectTimeoutMillis());
        return MqttDoors.of(loops, settings, loop -> sessions, node.meters());
    }

    private Admission admission(ListenerRules rules, @Nullable CertificateName certificateName) {
        return new Admission(
                configuration.auth().mqtt().on(rules, certificateName),
                node.doorway().authenticator(),
                InstantSource.system());
    }

    private MqttSession.Factory factory(ListenerRules rules, Admission admission) {
        Topics named = (rules.names() == ListenerRules.Names.TOPIC ? topics.byTopic() : topics).withEmptyLevels();
        return switch (rules.mode()) {
            case SHARED -> new SharedSessions(node, admission, () -> named, rules);
            case RELAY -> relays(rules, named, admission);
        };
    }

    private Relays relays(ListenerRules rules, Topics named, Admission admission) {
        Relays relays = new Relays(
                dialer,
                loops.stream().map(this::relayLoop).toList(),
                node.revocations().known(),
                () -> named,
                admission,
                node.doorway().names(),
                node.users(),
                relaySettings(rules),
                node.meters(),
                new DenialLog(log::warn),
                System::currentTimeMillis);
        node.revocations().whenRevoked(word -> relays.sweepRevoked());
        return relays;
    }

    private RelayLoop relayLoop(NodeLoop loop) {
        return RelayLoop.of(loop.group(), node.meters().loop(loop.index()));
    }

    private RelaySettings relaySettings(ListenerRules rules) {
        return new RelaySettings(
                configuration.upstream().prefix(),
                rules.denied() == ListenerRules.Denied.DROP ? DeniedPublish.DROP : DeniedPublish.DISCONNECT,
                switch (rules.brokerSees()) {
                    case GATEWAY -> ShownToBroker.GATEWAY;
                    case CLIENT -> ShownToBroker.CLIENT;
                    case USER -> ShownToBroker.USER;
                },
                configuration.broker().credentials(),
                rules.maxPacketBytes(),
                configuration.session().subscriptions(),
                configuration.session().rates(),
                configuration.session().connectTimeoutMillis());
    }
}
