package io.fairlead.transport;

import io.fairlead.admission.Admission;
import io.fairlead.admission.AdmissionSettings;
import io.fairlead.bridge.Node;
import io.fairlead.bridge.NodeSettings;
import io.fairlead.broker.Broker;
import io.fairlead.config.TopicMapFile;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.identity.jwt.JwtAuthenticator;
import io.fairlead.identity.jwt.JwtKey;
import io.fairlead.identity.jwt.JwtSettings;
import io.fairlead.identity.jwt.JwtSigner;
import io.fairlead.metrics.LoopMeters;
import io.fairlead.metrics.Meters;
import io.fairlead.metrics.PlainCounter;
import io.fairlead.topicmap.TopicMap;
import io.fairlead.transport.http.PageSource;
import io.fairlead.transport.http.WebServer;
import io.fairlead.transport.http.WebSettings;
import io.fairlead.transport.mqtt.MqttListener;
import io.fairlead.transport.mqtt.MqttSettings;
import io.fairlead.transport.mqtt.shared.SharedSessions;
import io.fairlead.wire.mqtt.ListenerRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** A whole gateway on a free port, with a topic map for tests, two loops, and a broker of the test's choice. */
public final class TestGateway implements AutoCloseable {
    private static final String SECRET = "a secret of tests, long enough for HS256";
    private static final String TOPICS = """
            version: 1
            routes:
              - name: room
                channel: chat/{room}
                topic: im/room/{room}/msg
                payload: json
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [anyone], qos: 1, maxBytes: 1KiB}
              - name: note
                channel: notes/{name}
                topic: note/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 2}
                publish: {allow: [anyone], qos: 2, retain: true}
              - name: board
                channel: board/{name}
                topic: board/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1, recover: {messages: 5, within: 1m}}
                publish: {allow: [anyone], qos: 1, retain: true}
              - name: brief
                channel: brief/{name}
                topic: brief/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1, recover: {messages: 5, within: 200ms}}
              - name: others
                channel: others/{name}
                topic: board/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1, noLocal: true, recover: {messages: 5, within: 1m}}
              - name: desk
                channel: desk/{user}
                topic: im/desk/{user}
                payload: text
                subscribe: {allow: [authenticated], qos: 1}
                publish: {allow: [authenticated], qos: 1}
              - name: feed
                channel: feed/{name}
                topic: feed/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1, slow: oldest}
              - name: state
                channel: state/{name}
                topic: state/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1, slow: latest, wildcards: [name]}
              - name: bulletin
                channel: bulletin/{name}
                topic: bulletin/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1}
                publish: {allow: [{role: editor}], qos: 1}
              - name: staff
                channel: staff/{name}
                topic: staff/{name}
                payload: text
                subscribe: {allow: [{role: staff}], qos: 1}
              - name: inbox
                channel: inbox/{user}
                topic: im/inbox/{user}
                payload: text
                subscribe: {allow: [authenticated], qos: 1, delivery: durable, expiry: 1h}
              - name: ticker
                channel: ticker/{name}
                topic: ticker/{name}
                payload: text
                subscribe: {allow: [anyone], qos: 1, retained: false}
                publish: {allow: [anyone], qos: 1}
              - name: telemetry
                channel: devices/{device}/{metric...}
                topic: dt/{device}/tele/{metric...}
                payload: json
                subscribe: {allow: [anyone], wildcards: [device, metric], qos: 0}
            """;

    private final EventLoops loops = new EventLoops(2);
    private final Node node;
    private final JwtAuthenticator authenticator;
    private final TopicMap map;
    private final WebServer server;
    private final List<MqttListener> mqttListeners = new ArrayList<>();

    private TestGateway(Broker broker) throws IOException {
        map = TopicMapFile.parse(TOPICS);
        authenticator = new JwtAuthenticator(JwtSettings.of(JwtKey.ofSecret(SECRET), true), InstantSource.system());
        node = new Node(
                NodeSettings.defaults("gw-test", 2),
                broker,
                loops.all(),
                () -> map,
                authenticator,
                SignedClientNames.withRandomKey(),
                Meters.inMemory(2));
        node.start();
        server = WebServer.start(WebSettings.DEFAULT.at("127.0.0.1", 0), loops, PageSource.NONE, node);
    }

    /** Starts one; the broker is closed by the test, after it. */
    public static TestGateway start(Broker broker) {
        try {
            return new TestGateway(broker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has the broker. */
    public TestGateway awaitBroker() {
        Awaitility.await().until(node::brokerUp);
        return this;
    }

    /** Whether it has the broker. */
    public boolean brokerUp() {
        return node.brokerUp();
    }

    /** What its loops have counted. */
    public long count(Function<LoopMeters, PlainCounter> counter) {
        return node.meters().sum(counter);
    }

    /** A client without a name. */
    public JsonClient connect() {
        return connect("/ws");
    }

    /** A client that opens this path and query. */
    public JsonClient connect(String uri) {
        return JsonClient.connect(server.port(), uri);
    }

    /** A client with a token of this user's. */
    public JsonClient connectAs(String user) {
        return connect("/ws?access_token=" + token(user));
    }

    /** A client of this user's under a name of its own choice. */
    public JsonClient connectAs(String user, String client) {
        return connect("/ws?client=" + client + "&access_token=" + token(user));
    }

    /** Opens a port for MQTT clients on the node's shared subscriptions. */
    public int mqttPort(ListenerRules.Denied denied) {
        return mqttPort(denied, authenticator);
    }

    /** The same, whose clients somebody else checks. */
    public int mqttPort(ListenerRules.Denied denied, Authenticator checks) {
        var rules = new ListenerRules(
                ListenerRules.Mode.SHARED,
                ListenerRules.Names.CHANNEL,
                ListenerRules.BrokerSees.GATEWAY,
                denied,
                64 << 10);
        var admission = new Admission(AdmissionSettings.DEFAULT, checks, InstantSource.system());
        var sessions = new SharedSessions(node, admission, () -> map, rules);
        try {
            MqttListener listener = MqttListener.start(
                    "127.0.0.1",
                    0,
                    loops,
                    new MqttSettings(rules.maxPacketBytes(), 10_000),
                    MqttListener.Entrance.plain("mqtt"),
                    loop -> sessions,
                    node.meters());
            mqttListeners.add(listener);
            return listener.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends all clients elsewhere within a while. */
    public void drain(Duration window) {
        node.drain(window, () -> {});
    }

    /** A token of this user's. */
    public static String token(String user) {
        return new JwtSigner(SECRET).sign(Map.of("sub", user));
    }

    /** A token of a user who has a role. */
    public static String token(String user, String role) {
        return new JwtSigner(SECRET).sign(Map.of("sub", user, "roles", role));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        mqttListeners.forEach(MqttListener::close);
        server.close();
        node.close();
        loops.close();
    }
}
