package io.fairlead.bridge;

import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.LinkUp;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.session.UpstreamIds;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims of clients' own broker sessions, by which nodes tell each other who has one: brokers do not say reliably that a
 * session was taken over, and two nodes that do not know it take it from each other for ever. They go over the first shared
 * link. Owned by its loop, but for what says otherwise.
 *
 * <p>No session is taken up before the broker has acknowledged its claim, and none claimed before this node hears claims. So
 * of two nodes that claim the same session at least one hears the other's, and the broker's order decides between them: the
 * later claim wins.
 *
 * <p>Where the broker does not let the gateway publish or subscribe there, sessions are taken up all the same, and that is said
 * once.
 */
final class Claims implements NodeTopic {

    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    private static final int UNDER_WAY = 16;
    private static final int ECHO_WAITS = 10;
    private static final int NUMBER_BITS = 20;

    private enum State {
        UNUSED,
        SUBSCRIBING,
        HEARING,
        /** The broker lets nothing through. */
        DEAF
    }

    /** Somebody who waits for a claim to be acknowledged. Called on the claims' loop. */
    interface Claimant {
        void claimed(LinkUp brokers);

        /** The broker is away; the claim is made when it is back. */
        void waiting();

        /** Whether the claim is of no use any more. Any thread. */
        boolean isOver();
    }

    private record Request(Claim claim, Claimant by) {}

    // As long as the node.
    private final Supplier<BrokerLink> link;
    private final LoopSessions home;
    private final String node;
    private final String topics;
    private final TopicFilter filter;
    private final Consumer<Claim> heard;
    private final long process = ThreadLocalRandom.current().nextLong(1L << 32);
    private final AtomicLong numbers = new AtomicLong();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Duration patience;
    /** Whether a claim of this node's own has come back. */
    private boolean echoed;

    private int connections;

    private volatile boolean complained;
    private State state = State.UNUSED;

    // As long as a connection.
    private @Nullable LinkUp up;
    private int underWay;

    /** @param heard is told every claim of any node, this one's own too, on this loop */
    Claims(Supplier<BrokerLink> link, LoopSessions home, NodeSettings settings, Consumer<Claim> heard) {
        this.link = link;
        this.home = home;
        this.node = settings.name();
        this.topics = settings.prefix() + "/claims/";
        this.patience = settings.durable().claimWait().multipliedBy(ECHO_WAITS);
        this.filter = new TopicFilter(topics + "+");
        this.heard = heard;
    }

    /** A claim that no node made before. Any thread. */
    Claim next(String linkId, String instance) {
        long count = numbers.incrementAndGet() & ((1L << NUMBER_BITS) - 1);
        return new Claim(linkId, instance, node, process << NUMBER_BITS | count);
    }

    /** Whether this process made it. Any thread. */
    boolean isOwn(Claim claim) {
        return claim.node().equals(node) && claim.number() >>> NUMBER_BITS == process;
    }

    /** Tells all nodes of a claim, now or when the broker is back. Any thread. */
    void make(Claim claim, Claimant by) {
        home.run(() -> {
            waiting.add(new Request(claim, by));
            if (up == null) {
                by.waiting();
            }
            next();
        });
    }

    /** Makes no claim any more for somebody who is over: it would take the client from the node it is at now. Any thread. */
    void giveUp(Claimant by) {
        home.run(() -> waiting.removeIf(request -> request.by() == by));
    }

    @Override
    public boolean takes(Message message, int linkNumber) {
        if (!message.topic().value().startsWith(topics)) {
            return false;
        }
        Claim claim = linkNumber == 0 ? Claim.of(message) : null;
        if (claim != null) {
            echoed |= isOwn(claim);
            heard.accept(claim);
        }
        return true;
    }

    @Override
    public void onUp(LinkUp told) {
        up = told;
        connections++;
        if (state == State.HEARING && !told.sessionPresent()) {
            state = State.SUBSCRIBING;
        } else if (state == State.SUBSCRIBING) {
            subscribe();
        } else if (state == State.DEAF) {
            state = State.UNUSED;
        }
        next();
    }

    @Override
    public void onDown() {
        up = null;
        underWay = 0;
        waiting.forEach(request -> request.by().waiting());
    }

    @Override
    public void onFilterRestored(TopicFilter restored) {
        if (restored.equals(filter)) {
            state = State.HEARING;
            next();
        }
    }

    @Override
    public void onFilterLost(TopicFilter lost, SubscribeOutcome.Refused refused) {
        if (lost.equals(filter)) {
            deaf("the subscription is refused: " + refused.text());
        }
    }

    private void next() {
        if (up == null || waiting.isEmpty()) {
            return;
        }
        if (state == State.UNUSED) {
            subscribe();
        }
        while (state == State.HEARING && underWay < UNDER_WAY && !waiting.isEmpty()) {
            publish(waiting.remove());
        }
        while (state == State.DEAF && up != null && !waiting.isEmpty()) {
            waiting.remove().by().claimed(up);
        }
    }

    private void subscribe() {
        state = State.SUBSCRIBING;
        link.get().subscribe(List.of(new Subscription(filter, qos(), false)), outcomes -> {
            SubscribeOutcome outcome = outcomes.get(0);
            if (outcome instanceof SubscribeOutcome.Granted) {
                state = State.HEARING;
                next();
            } else if (outcome instanceof SubscribeOutcome.Refused refused) {
                deaf("the subscription is refused: " + refused.text());
            }
        });
    }

    private Qos qos() {
        boolean none = up != null && up.maximumQos() == Qos.AT_MOST_ONCE;
        return none ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE;
    }

    private void publish(Request request) {
        underWay++;
        TopicName topic =
                new TopicName(topics + UpstreamIds.hash(request.claim().link()));
        link.get().publish(Message.of(topic, request.claim().payload(), qos()), outcome -> {
            underWay = Math.max(0, underWay - 1);
            answered(request, outcome);
        });
    }

    private void answered(Request request, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Unknown || outcome instanceof PublishOutcome.NotSent || up == null) {
            if (!request.by().isOver()) {
                waiting.addFirst(request);
                request.by().waiting();
            }
            if (up != null) {
                home.runLater(this::next);
            }
            return;
        }
        if (outcome instanceof PublishOutcome.Refused refused) {
            deaf("the publish is refused: " + refused.text());
        } else {
            listen();
        }
        request.by().claimed(up);
        next();
    }

    /** Some brokers take subscriptions and publishes well that their rules forbid, and pass nothing on. */
    private void listen() {
        if (echoed || complained) {
            return;
        }
        int current = connections;
        var unused = home.loop()
                .eventLoop()
                .schedule(
                        () -> {
                            if (!echoed && up != null && current == connections) {
                                complain("the broker took a claim and has not passed it on");
                            }
                        },
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }

    /** Whether it was said that nodes do not hear each other. Any thread. */
    boolean hasComplained() {
        return complained;
    }

    private void deaf(String why) {
        state = State.DEAF;
        complain(why);
        next();
    }

    private void complain(String why) {
        if (!complained) {
            complained = true;
            log.warn(
                    "nodes cannot tell each other which of them serves a durable client, by {}: {}. A client that comes to"
                            + " another node under the same name may be disconnected again and again; let the gateway's user"
                            + " publish and subscribe there",
                    filter,
                    why);
        }
    }
}
