package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A broker in memory, for tests of what lies above the port: real routing, retained messages and sessions, both
 * versions, and controls for everything that goes wrong with a real one. It passes {@link BrokerContract} as the real
 * ones do. There is no clock in it: a link that was lost comes back with {@link #up()}, and a session is kept until
 * {@link #loseSessions()}.
 *
 * <p>Thread-safe. Callbacks come as tasks on each link's loop.
 */
public final class FakeBroker implements Broker {

    private final MqttVersion version;
    private final FakeFaults faults = new FakeFaults();
    private final FakeStore store;
    private final FakeConnections connections;
    private final List<Message> published = new ArrayList<>();

    /** A broker that is up and speaks MQTT 5. */
    public FakeBroker() {
        this(MqttVersion.V5);
    }

    /** A broker that is up and speaks this version. */
    public FakeBroker(MqttVersion version) {
        this.version = version;
        this.store = new FakeStore(version);
        this.connections = new FakeConnections(version, store, faults);
    }

    // ---- What a test does to it

    /** Whether a message that several filters of one link match comes once for each, as from Mosquitto in MQTT 5. */
    public synchronized void copyForEachFilter(boolean copies) {
        store.copyForEachFilter(copies);
    }

    /** Goes down: every link is lost, and attempts fail. Sessions are kept. */
    public synchronized void down() {
        connections.down();
    }

    /** Comes up: every link that is down connects again. */
    public synchronized void up() {
        connections.up();
    }

    /** Loses every connection, and lets them come back at once. */
    public synchronized void flap() {
        connections.flap();
    }

    /** Loses the connection of one client id, and lets it come back at once. */
    public synchronized void flap(String clientId) {
        connections.flap(session(clientId));
    }

    /** Loses the connection of one client id and refuses it, until {@link #up(String)}. Its session is kept. */
    public synchronized void down(String clientId) {
        connections.down(clientId);
    }

    /** Leaves every CONNECT of one client id unanswered, until {@link #up(String)}. */
    public synchronized void stall(String clientId) {
        connections.stall(clientId);
    }

    /** Lets one client id connect again. */
    public synchronized void up(String clientId) {
        connections.up(clientId);
    }

    /** Forgets the sessions of all links that are down or paused. */
    public synchronized void loseSessions() {
        store.loseSessions();
    }

    /**
     * Forgets what one client id is subscribed to and keeps its session, as a broker does that comes back from a crash with what
     * it had written before the client subscribed.
     */
    public synchronized void loseFilters(String clientId) {
        session(clientId).subscriptions.clear();
    }

    /** Keeps the messages for a client id back, and nothing else, as a broker does that is behind with its queue. */
    public synchronized void holdMessagesTo(String clientId) {
        session(clientId).hold();
    }

    /** Sends what was kept back. */
    public synchronized void releaseMessagesTo(String clientId) {
        session(clientId).release();
    }

    private FakeSession session(String clientId) {
        return Objects.requireNonNull(store.find(clientId), "nobody has this client id");
    }

    /** What else is to go wrong, from now on. */
    public FakeFaults faults() {
        return faults;
    }

    /** Publishes as a device does that is connected to this broker and to nothing else. */
    public synchronized void publish(Message message) {
        store.route(message);
    }

    /** Publishes a text as a device does. */
    public void publish(String topic, String text, Qos qos) {
        publish(Message.of(new TopicName(topic), text.getBytes(StandardCharsets.UTF_8), qos));
    }

    /** Publishes a text with QoS 1 as a device does, to be retained; an empty one deletes. */
    public void retain(String topic, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        publish(new Message(
                new TopicName(topic), bytes, Qos.AT_LEAST_ONCE, true, Message.NO_EXPIRY, null, null, null, List.of()));
    }

    // ---- What a test sees of it

    /** Everything that links have published and the broker has taken, in its order. */
    public synchronized List<Message> published() {
        return List.copyOf(published);
    }

    /** The filters that a client id is subscribed to. */
    public synchronized Set<TopicFilter> filtersOf(String clientId) {
        return store.filtersOf(clientId);
    }

    /** How many subscriptions there are, of all clients together. */
    public synchronized int subscriptions() {
        return store.all().stream().mapToInt(s -> s.subscriptions.size()).sum();
    }

    /** The client ids that are connected. */
    public synchronized Set<String> connected() {
        Set<String> ids = new LinkedHashSet<>();
        store.all().stream().filter(s -> s.connection != null).forEach(s -> ids.add(s.clientId));
        return ids;
    }

    // ---- The port

    @Override
    public synchronized BrokerLink open(LinkOptions options, LinkListener listener) {
        FakeLink link = new FakeLink(this, options, listener);
        connections.open(link);
        return link;
    }

    @Override
    public synchronized SessionLink openSession(LinkOptions options, SessionLinkListener listener) {
        FakeSessionLink link = new FakeSessionLink(this, options, listener);
        connections.open(link);
        return link;
    }

    @Override
    public void close() {}

    // ---- What links ask of it

    synchronized void connect(
            FakeEnd end, boolean clean, BiConsumer<FakeConnection, LinkUp> accepted, Consumer<LinkDown> failed) {
        connections.connect(end, clean, accepted, failed);
    }

    synchronized void publish(FakeConnection by, Message message, Consumer<PublishOutcome> outcome) {
        if (by.session.connection != by) {
            return;
        }
        PublishOutcome result = faults.refusal(message.topic())
                .map(refused -> version == MqttVersion.V5 ? refused : accepted(true))
                .orElseGet(() -> take(message));
        faults.answer(message.qos() == Qos.AT_MOST_ONCE ? new PublishOutcome.Written() : result, outcome);
    }

    private PublishOutcome take(Message message) {
        published.add(message);
        return accepted(store.route(message));
    }

    private PublishOutcome accepted(boolean matched) {
        if (version == MqttVersion.V3_1_1) {
            return new PublishOutcome.Accepted(PublishOutcome.Reason.ACKNOWLEDGED);
        }
        return new PublishOutcome.Accepted(
                matched ? PublishOutcome.Reason.SUCCESS : PublishOutcome.Reason.NO_MATCHING_SUBSCRIBERS);
    }

    synchronized void subscribe(
            FakeConnection by, List<Subscription> subscriptions, Consumer<List<SubscribeOutcome>> outcome) {
        if (by.session.connection != by || faults.holds(() -> subscribe(by, subscriptions, outcome))) {
            return;
        }
        List<SubscribeOutcome> outcomes = new ArrayList<>();
        List<Subscription> replay = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            SubscribeOutcome one = faults.subscription(subscription, version);
            outcomes.add(one);
            if (one instanceof SubscribeOutcome.Granted) {
                by.session.subscriptions.put(subscription.filter(), subscription);
                replay.add(subscription);
            }
        }
        outcome.accept(outcomes);
        replay.forEach(subscription -> store.replay(by.session, subscription));
    }

    synchronized void unsubscribe(FakeConnection by, List<TopicFilter> filters, Runnable done) {
        if (by.session.connection == by) {
            if (!faults.refusesUnsubscribes()) {
                filters.forEach(by.session.subscriptions::remove);
            }
            done.run();
        }
    }

    synchronized void acknowledge(FakeConnection by, FakeSession.Delivery delivery) {
        if (by.session.connection == by) {
            by.session.acknowledge(delivery);
        }
    }

    synchronized void acknowledge(FakeConnection by, int packetId) {
        if (by.session.connection == by) {
            by.session.acknowledge(packetId);
        }
    }

    synchronized void leave(FakeConnection connection) {
        connections.leave(connection);
    }

    synchronized void disconnect(FakeEnd end, boolean keepSession) {
        connections.disconnect(end, keepSession);
    }
}
