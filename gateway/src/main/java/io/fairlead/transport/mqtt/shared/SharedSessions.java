package io.fairlead.transport.mqtt.shared;

import io.fairlead.admission.Admission;
import io.fairlead.admission.Credentials;
import io.fairlead.bridge.Doorway;
import io.fairlead.bridge.Node;
import io.fairlead.identity.ClientNames;
import io.fairlead.relay.DenialLog;
import io.fairlead.topicmap.Topics;
import io.fairlead.wire.mqtt.ListenerRules;
import io.fairlead.wire.mqtt.MqttConnection;
import io.fairlead.wire.mqtt.MqttSession;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sessions of a listener of mode {@code shared}. Any thread; each session then stays on its connection's loop. */
public final class SharedSessions implements MqttSession.Factory {

    private static final Logger log = LoggerFactory.getLogger(SharedSessions.class);

    private final Node node;
    private final Admission admission;
    private final Supplier<? extends Topics> topics;
    private final ListenerRules rules;
    private final ClientNames names;
    private final DenialLog denials = new DenialLog(log::warn);

    /**
     * @param admission finds out who the listener's clients are
     * @param topics the topic map in force, as the listener's clients name things
     */
    public SharedSessions(Node node, Admission admission, Supplier<? extends Topics> topics, ListenerRules rules) {
        this.node = node;
        this.admission = admission;
        this.topics = topics;
        this.rules = rules;
        this.names = new OpenNames(node.doorway().names());
    }

    @Override
    public MqttSession create(MqttConnection connection) {
        return new SharedSession(this, connection);
    }

    Node node() {
        return node;
    }

    ListenerRules rules() {
        return rules;
    }

    /** How many publishes a client may have unanswered. */
    int receiveMaximum() {
        return node.settings().session().publishesInFlight();
    }

    /** Takes note of what clients are refused that are not told. */
    DenialLog denials() {
        return denials;
    }

    /** The door by which a client comes that showed this. */
    Doorway doorway(Credentials shown) {
        return new Doorway(topics, admission.authenticatorOf(shown), names);
    }
}
