package io.fairlead.broker;

import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final Map<String, FakeSession> sessions = new LinkedHashMap<>();
    private final Set<FakeLink> links = new LinkedHashSet<>();
    private final Map<TopicName, Message> retained = new LinkedHashMap<>();
    private final List<Message> published = new ArrayList<>();
    private boolean up = true;
    private boolean copyForEachFilter;

    /** A broker that is up and speaks MQTT 5. */
    public FakeBroker() {
        this(MqttVersion.V5);
    }

    /** A broker that is up and speaks this version. */
    public FakeBroker(MqttVersion version) {
        this.version = version;
    }

    // ---- What a test does to it

    /** Whether a message that several filters of one link match comes once for each, as from Mosquitto in MQTT 5. */
    public synchronized void copyForEachFilter(boolean copies) {
        copyForEachFilter = copies;
    }

    /** Goes down: every link is lost, and attempts fail. Sessions are kept. */
    public synchronized void down() {
        up = false;
        loseLinks();
    }

    /** Comes up: every link that is down connects again. */
    public synchronized void up() {
        up = true;
        links.forEach(FakeLink::connect);
    }

    /** Loses every connection, and lets them come back at once. */
    public synchronized void flap() {
        loseLinks();
        links.forEach(FakeLink::connect);
    }

    /** Forgets the sessions of all links that are down. */
    public synchronized void loseSessions() {
        sessions.values().removeIf(session -> session.connection == null);
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
        return Objects.requireNonNull(sessions.get(clientId), "nobody has this client id");
    }

    /** What else is to go wrong, from now on. */
    public FakeFaults faults() {
        return faults;
    }

    /** Publishes as a device does that is connected to this broker and to nothing else. */
    public synchronized void publish(Message message) {
        route(message);
    }

    /** Publishes a text as a device does. */
    public void publish(String topic, String text, Qos qos) {
        publish(Message.of(new TopicName(topic), text.getBytes(StandardCharsets.UTF_8), qos));
    }

    // ---- What a test sees of it

    /** Everything that links have published and the broker has taken, in its order. */
    public synchronized List<Message> published() {
        return List.copyOf(published);
    }

    /** The filters that a client id is subscribed to. */
    public synchronized Set<TopicFilter> filtersOf(String clientId) {
        FakeSession session = sessions.get(clientId);
        return session == null ? Set.of() : Set.copyOf(session.subscriptions.keySet());
    }

    /** How many subscriptions there are, of all clients together. */
    public synchronized int subscriptions() {
        return sessions.values().stream().mapToInt(s -> s.subscriptions.size()).sum();
    }

    /** The client ids that are connected. */
    public synchronized Set<String> connected() {
        Set<String> ids = new LinkedHashSet<>();
        sessions.values().stream().filter(s -> s.connection != null).forEach(s -> ids.add(s.clientId));
        return ids;
    }

    // ---- The port

    @Override
    public synchronized BrokerLink open(LinkOptions options, LinkListener listener) {
        FakeLink link = new FakeLink(this, options, listener);
        links.add(link);
        link.connect();
        return link;
    }

    @Override
    public SessionLink openSession(LinkOptions options, SessionLinkListener listener) {
        throw new UnsupportedOperationException("no session links yet");
    }

    @Override
    public void close() {}

    // ---- What links ask of it

    synchronized void connect(
            FakeLink link, boolean clean, BiConsumer<FakeConnection, LinkUp> accepted, Consumer<LinkDown> failed) {
        if (!up) {
            failed.accept(new LinkDown(false, 0, "fake:1883 refused the connection", 0, Duration.ZERO));
            return;
        }
        String clientId = link.options.clientId();
        FakeSession found = sessions.get(clientId);
        if (found != null && found.connection != null) {
            lose(found.connection, 0x8E, "fake:1883 closed the link: another client has taken its client id");
        }
        FakeSession kept = clean ? null : sessions.get(clientId);
        FakeSession session = kept != null ? kept : new FakeSession(clientId);
        sessions.put(clientId, session);
        FakeConnection connection = new FakeConnection(link, session);
        // Deliveries are tasks of the loop that this runs on: they come after the link has taken the connection
        session.resume(connection);
        accepted.accept(connection, faults.describe(version, kept != null));
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
        return accepted(route(message));
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
        replay.stream()
                .filter(s -> s.replayRetained() || version == MqttVersion.V3_1_1)
                .forEach(s -> replay(by.session, s));
    }

    private void replay(FakeSession session, Subscription subscription) {
        for (Message message : retained.values()) {
            if (subscription.filter().matches(message.topic())) {
                session.offer(FakeRouting.copy(message, subscription.qos(), true, version));
            }
        }
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

    synchronized void disconnect(FakeLink link, boolean keepSession) {
        links.remove(link);
        FakeSession session = sessions.get(link.options.clientId());
        if (session == null || (session.connection != null && session.connection.link != link)) {
            return;
        }
        session.connection = null;
        if (!keepSession) {
            sessions.remove(session.clientId);
        }
    }

    private void loseLinks() {
        List.copyOf(sessions.values()).forEach(session -> {
            if (session.connection != null) {
                lose(session.connection, 0, "fake:1883 closed the connection");
            }
        });
    }

    private void lose(FakeConnection connection, int code, String why) {
        connection.session.connection = null;
        if (connection.link.options.session().isZero()) {
            sessions.remove(connection.session.clientId);
        }
        connection.link.lost(connection, code, why);
    }

    private boolean route(Message message) {
        if (message.retain() && message.payload().length == 0) {
            retained.remove(message.topic());
        } else if (message.retain()) {
            retained.put(message.topic(), message);
        }
        boolean copies = copyForEachFilter && version == MqttVersion.V5;
        boolean matched = false;
        for (FakeSession session : List.copyOf(sessions.values())) {
            matched |= FakeRouting.offer(session, message, copies, version);
        }
        return matched;
    }
}
