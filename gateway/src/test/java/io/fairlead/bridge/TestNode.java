package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.identity.AuthOutcome;
import io.fairlead.identity.Evidence;
import io.fairlead.identity.Identity;
import io.fairlead.identity.SignedClientNames;
import io.fairlead.metrics.Meters;
import io.fairlead.session.SessionSettings;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A node with a broker in memory and loops that are threads without sockets. */
final class TestNode implements AutoCloseable {

    final FakeBroker broker;
    final PlainFormat format = new PlainFormat();
    final Node node;
    private final List<NodeLoop> loops;
    private final List<MultiThreadIoEventLoopGroup> groups = new ArrayList<>();

    TestNode(FakeBroker broker, int loops) {
        this(broker, loops, settings(loops + 4));
    }

    TestNode(FakeBroker broker, int loops, NodeSettings settings) {
        this(broker, loops, settings, InstantSource.system());
    }

    TestNode(FakeBroker broker, int loops, NodeSettings settings, InstantSource clock) {
        this.broker = broker;
        this.loops = IntStream.range(0, loops).mapToObj(this::loop).toList();
        this.node = new Node(
                settings,
                broker,
                this.loops,
                PlainTopics::new,
                TestNode::authenticate,
                SignedClientNames.withRandomKey(),
                Meters.inMemory(loops),
                clock);
        node.start();
    }

    /** A token is the user's name, and any will do; {@code alice/5/x} was issued at second 5 and is called x. */
    private static void authenticate(Evidence shown, Consumer<AuthOutcome> outcome) {
        String token = shown.token();
        outcome.accept(new AuthOutcome.Verified(token == null ? Identity.ANONYMOUS : identity(token.split("/", -1))));
    }

    private static Identity identity(String... parts) {
        return parts.length < 3
                ? new Identity(parts[0], Set.of(), Map.of(), null, null)
                : new Identity(parts[0], Set.of(), Map.of("iat", Long.parseLong(parts[1])), null, parts[2]);
    }

    /** Settings of two loops with this room for what is kept for clients that come back. */
    static NodeSettings recovering(NodeSettings.Recovery recovery) {
        NodeSettings usual = settings(6);
        return new NodeSettings(
                usual.name(),
                usual.prefix(),
                usual.session(),
                usual.linkSession(),
                usual.maxLinks(),
                usual.linger(),
                usual.maxPendingBytes(),
                usual.publishing(),
                usual.retained(),
                usual.durable(),
                recovery,
                usual.memory());
    }

    /** A node of its own name among others, with these bounds of durable clients. */
    static NodeSettings settings(String name, NodeSettings.Durable durable) {
        NodeSettings usual = settings(8);
        return new NodeSettings(
                name,
                usual.prefix(),
                usual.session(),
                usual.linkSession(),
                usual.maxLinks(),
                usual.linger(),
                usual.maxPendingBytes(),
                usual.publishing(),
                usual.retained(),
                durable,
                usual.recovery(),
                usual.memory());
    }

    /** Settings with times so short that a test need not wait. */
    static NodeSettings settings(int maxLinks) {
        return settings(
                maxLinks, new NodeSettings.Retained(100, Duration.ofMillis(10), Duration.ofSeconds(5), 20, 10_000));
    }

    /** Settings of two loops with this bound for what may wait for each client, in bytes. */
    static NodeSettings bounded(long maxPendingBytes) {
        NodeSettings usual = settings(6);
        return settings(
                usual.maxLinks(), usual.retained(), usual.publishing(), NodeSettings.Memory.DEFAULT, maxPendingBytes);
    }

    static NodeSettings settings(int maxLinks, NodeSettings.Retained retained) {
        return settings(
                maxLinks,
                retained,
                new NodeSettings.Publishing(4, 100, 8, 1000, Duration.ofMillis(300)),
                NodeSettings.Memory.DEFAULT,
                1000);
    }

    /** Settings with a window of 4 publishes, behind which plenty may wait for as long as a test lasts. */
    static NodeSettings patient(int maxLinks) {
        return settings(
                maxLinks,
                settings(maxLinks).retained(),
                new NodeSettings.Publishing(4, 100, 10_000, 1 << 20, Duration.ofMinutes(10)),
                NodeSettings.Memory.DEFAULT,
                1000);
    }

    /** Settings with these bounds of publishing. */
    static NodeSettings publishing(NodeSettings.Publishing publishing) {
        NodeSettings usual = settings(6);
        return settings(usual.maxLinks(), usual.retained(), publishing, usual.memory(), 1000);
    }

    /** Settings that say what is remembered of publishes. */
    static NodeSettings remembering(NodeSettings.Memory memory) {
        NodeSettings usual = settings(5);
        return settings(usual.maxLinks(), usual.retained(), usual.publishing(), memory, 1000);
    }

    private static NodeSettings settings(
            int maxLinks,
            NodeSettings.Retained retained,
            NodeSettings.Publishing publishing,
            NodeSettings.Memory memory,
            long maxPendingBytes) {
        SessionSettings session = new SessionSettings(
                "gw", 25_000, 1 << 16, 100, 0, 64, 1 << 20, SessionSettings.Requests.DEFAULT, 10_000);
        return new NodeSettings(
                "gw",
                "fairlead",
                session,
                Duration.ofMinutes(2),
                maxLinks,
                Duration.ofMillis(20),
                maxPendingBytes,
                publishing,
                retained,
                NodeSettings.Durable.DEFAULT,
                NodeSettings.Recovery.DEFAULT,
                memory);
    }

    private NodeLoop loop(int index) {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        groups.add(group);
        return new NodeLoop(index, group.next(), group);
    }

    /** Waits until every loop's own link is up. */
    TestNode up() {
        await().until(() -> broker.connected().size() > loops.size());
        settle();
        return this;
    }

    /** How many broker subscriptions there are on behalf of clients. */
    long subscriptions() {
        return broker.connected().stream()
                .flatMap(client -> broker.filtersOf(client).stream())
                .filter(filter -> !filter.value().startsWith("fairlead/"))
                .count();
    }

    TestClient client(int loop) {
        return new TestClient(node, loops.get(loop), format);
    }

    /** Lets everything that loops have handed to each other run. */
    void settle() {
        for (int round = 0; round < 8; round++) {
            for (NodeLoop loop : loops) {
                Future<?> ran = loop.eventLoop().submit(() -> {});
                ran.syncUninterruptibly();
            }
        }
    }

    @Override
    public void close() {
        node.close();
        groups.forEach(group -> {
            Future<?> unused = group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
            assert unused != null;
        });
    }
}
