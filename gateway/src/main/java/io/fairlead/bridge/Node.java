package io.fairlead.bridge;

import io.fairlead.broker.Broker;
import io.fairlead.identity.Authenticator;
import io.fairlead.identity.ClientNames;
import io.fairlead.identity.revocation.Revocation;
import io.fairlead.identity.revocation.Revocations;
import io.fairlead.metrics.Meters;
import io.fairlead.rates.UserRates;
import io.fairlead.session.ClientSession;
import io.fairlead.session.Effect;
import io.fairlead.session.UserShares;
import io.fairlead.topicmap.Topics;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What all sessions of the process share: its loops, its links to the broker, the topic map and who checks tokens. */
public final class Node implements AutoCloseable {

    private final NodeSettings settings;
    private final Doorway doorway;
    private final Meters meters;
    private final List<LoopSessions> homes;
    private final Map<EventLoop, LoopSessions> byLoop = new HashMap<>();
    private final SharedLinks links;
    private final DurableClients durables;
    private final ClientRegistry clients = new ClientRegistry();
    private final PublishMemories memories;
    private final UserShares users;
    private final RevocationDesk revocations;

    /**
     * Makes a node; nothing is opened before {@link #start}.
     *
     * @param broker where links are opened; closed by who made it
     * @param loops every loop a connection may live on
     * @param topics the topic map in force
     * @param names issues client names
     * @param meters counts for exactly these loops
     */
    public Node(
            NodeSettings settings,
            Broker broker,
            List<NodeLoop> loops,
            Supplier<? extends Topics> topics,
            Authenticator authenticator,
            ClientNames names,
            Meters meters) {
        this(settings, broker, loops, topics, authenticator, names, meters, InstantSource.system());
    }

    /** @param clock says what time it is for revocations */
    Node(
            NodeSettings settings,
            Broker broker,
            List<NodeLoop> loops,
            Supplier<? extends Topics> topics,
            Authenticator authenticator,
            ClientNames names,
            Meters meters,
            InstantSource clock) {
        this.settings = settings;
        this.doorway = new Doorway(topics, authenticator, names);
        this.meters = meters;
        RecoveryPool recovery = new RecoveryPool(settings.recovery().bytes(), loops.size());
        this.homes = loops.stream()
                .map(loop -> new LoopSessions(loop, meters.loop(loop.index()), recovery))
                .toList();
        homes.forEach(home -> byLoop.put(home.loop().eventLoop(), home));
        this.memories = new PublishMemories(settings.memory());
        this.users = UserRates.of(settings.session().rates().user(), System::currentTimeMillis);
        Revocations known = new Revocations(clock);
        this.links = new SharedLinks(settings, broker, homes, this::claimed, known, this::revoked);
        this.durables = new DurableClients(
                settings, broker, links, known, () -> topics.get().longestExpiry());
        this.revocations = new RevocationDesk(known, homes, durables, links.revocations());
        meters.revocations(known::count);
    }

    /** Opens the links to the broker and returns at once: a broker that is away is waited for. */
    public void start() {
        links.open();
        memories.sweepOn(homes.get(0));
    }

    /** Whether at least one link to the broker is up. Any thread. */
    public boolean brokerUp() {
        return links.health().isUp();
    }

    /** Whether the broker has been reached since the start, even if it is away now. Any thread. */
    public boolean brokerReached() {
        return links.health().wasReached();
    }

    /**
     * Sends the clients elsewhere: each is told and then closed, spread over a window, and later if publishes of its own have
     * no outcome yet. Returns at once. Any thread.
     *
     * @param window how long it lasts at most, whatever the broker does; zero closes all at once
     * @param ended called once for each loop, when its last client's session has ended
     */
    public void drain(Duration window, Runnable ended) {
        byLoop.values().forEach(home -> home.run(() -> LoopDrain.begin(home, window, ended)));
    }

    /** How many clients are connected. Any thread. */
    public long sessions() {
        return meters.sum(loop -> loop.sessions);
    }

    /**
     * Ends the links and the broker's sessions of them, but for those of durable clients, which stay. Connections are closed by who
     * opened them, before; not on a loop.
     */
    @Override
    public void close() {
        memories.close();
        durables.close();
        links.close();
    }

    /** What the node counts. */
    public Meters meters() {
        return meters;
    }

    /** What the node is configured to be. */
    public NodeSettings settings() {
        return settings;
    }

    /** The door of clients that come by none of their own. */
    public Doorway doorway() {
        return doorway;
    }

    SharedLinks links() {
        return links;
    }

    /** What the clients of one user share in, by whatever door they come. */
    public UserShares users() {
        return users;
    }

    PublishMemories memories() {
        return memories;
    }

    DurableClients durables() {
        return durables;
    }

    private void claimed(Claim claim) {
        durables.heard(claim);
    }

    private void revoked(Revocation word) {
        revocations.takeEffect(word);
    }

    /** Where credentials are revoked. */
    public RevocationDesk revocations() {
        return revocations;
    }

    ClientRegistry clients() {
        return clients;
    }

    LoopSessions sessionsOf(EventLoop loop) {
        return Objects.requireNonNull(byLoop.get(loop), "the connection lives on none of the node's loops");
    }

    ClientSession newSession(Doorway by, Consumer<Effect> effects) {
        return new ClientSession(settings.session(), by.topics(), by.names(), users, effects);
    }
}
