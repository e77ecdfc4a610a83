package io.fairlead.bridge;

import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a link has caught up: when all that the broker had for it at a certain moment has come. Owned by the link's
 * loop.
 *
 * <p>MQTT orders nothing between two connections, and a link may be thousands of messages behind. So it sends itself a
 * message, which takes its place at the end of what the broker has for it. A PING would not do: brokers answer it past their
 * queues. All who ask while one is under way share the next.
 *
 * <p>Where the broker does not let the gateway have its own message back, nobody waits any longer; that is said once.
 */
final class CatchUp {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private enum State {
        UNUSED,
        SUBSCRIBING,
        READY,
        /** What it sends does not come back. */
        DEAF
    }

    // As long as the link.
    private final Supplier<BrokerLink> link;
    private final LoopSessions home;
    private final String echoes;
    private final TopicName topic;
    private final Duration patience;
    private boolean complained;
    private long number;

    // As long as a connection.
    private State state = State.UNUSED;

    // Until the message is back.
    private List<Runnable> waiting = new ArrayList<>();
    private List<Runnable> sent = List.of();

    /**
     * Makes one that sends nothing before it is asked.
     *
     * @param echoes what the topics of all such messages begin with, of every link and node
     * @param own what the topic of this link's ends with; no other has the same
     * @param patience how long a message may take
     */
    CatchUp(Supplier<BrokerLink> link, LoopSessions home, String echoes, String own, Duration patience) {
        this.link = link;
        this.home = home;
        this.echoes = echoes;
        this.topic = new TopicName(echoes + own);
        this.patience = patience;
    }

    /** Runs a task once all is here that the broker has for the link now. Tasks keep their order. */
    void then(Runnable task) {
        waiting.add(task);
        next();
    }

    /** Whether no task waits. */
    boolean isIdle() {
        return waiting.isEmpty() && sent.isEmpty();
    }

    /** Takes a message that is its own, or another link's and came through a wide filter; returns whether it is one. */
    boolean takes(Message message) {
        if (!message.topic().value().startsWith(echoes)) {
            return false;
        }
        if (!sent.isEmpty() && topic.equals(message.topic()) && Arrays.equals(message.payload(), payload())) {
            release();
        }
        return true;
    }

    void onUp() {
        next();
    }

    /** What is under way may be lost. It is sent again when the link is up: then all of before the outage will have come. */
    void onDown() {
        state = State.UNUSED;
        List<Runnable> all = new ArrayList<>(sent);
        all.addAll(waiting);
        sent = List.of();
        waiting = all;
    }

    private void next() {
        if (waiting.isEmpty() || !sent.isEmpty() || !link.get().isUp()) {
            return;
        }
        switch (state) {
            case UNUSED -> subscribe();
            case READY -> send();
            case DEAF -> {
                sent = take();
                release();
            }
            case SUBSCRIBING -> {}
        }
    }

    private void subscribe() {
        state = State.SUBSCRIBING;
        Subscription own = new Subscription(new TopicFilter(topic.value()), Qos.AT_LEAST_ONCE, false);
        link.get().subscribe(List.of(own), outcomes -> {
            if (outcomes.get(0) instanceof SubscribeOutcome.Granted) {
                state = State.READY;
                next();
            } else if (outcomes.get(0) instanceof SubscribeOutcome.Refused refused) {
                deaf("the subscription is refused: " + refused.text());
            }
        });
    }

    private void send() {
        sent = take();
        long awaited = ++number;
        Qos most = link.get().up().maximumQos();
        Qos qos = most == Qos.AT_MOST_ONCE ? most : Qos.AT_LEAST_ONCE;
        link.get().publish(Message.of(topic, payload(), qos), outcome -> {
            if (outcome instanceof PublishOutcome.Refused refused && number == awaited) {
                deaf("the publish is refused: " + refused.text());
            }
        });
        var unused =
                home.loop().eventLoop().schedule(() -> giveUp(awaited), patience.toMillis(), TimeUnit.MILLISECONDS);
        Objects.requireNonNull(unused);
    }

    private void giveUp(long awaited) {
        if (number == awaited && !sent.isEmpty()) {
            deaf("nothing came back within " + patience.toMillis() + " ms");
        }
    }

    private void deaf(String why) {
        state = State.DEAF;
        if (!complained) {
            complained = true;
            log.warn(
                    "the broker does not give the gateway back what it publishes to {}: {}. Late joiners of a busy channel may"
                            + " see a retained value and then older ones; let the gateway's user publish and subscribe there",
                    topic,
                    why);
        }
        release();
        next();
    }

    private void release() {
        List<Runnable> all = sent;
        sent = List.of();
        all.forEach(CatchUp::run);
        next();
    }

    /** The fault of one task is no reason for others, which other channels wait for, not to be run. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("the gateway failed at what it did once a link had caught up", e);
        }
    }

    private List<Runnable> take() {
        List<Runnable> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private byte[] payload() {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
