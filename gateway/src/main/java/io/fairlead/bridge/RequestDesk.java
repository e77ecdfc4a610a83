package io.fairlead.bridge;

import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.broker.Subscription;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that go over one link, and the answers that come back by it. Owned by the link's loop, which is the askers'
 * own.
 *
 * <p>Every request has a response topic of its own, whose last level is 128 random bits: who has not got the request cannot
 * answer it. One filter of the link takes them all. It is subscribed when the first request comes, and anew after each loss
 * of the connection, and no request leaves before it is in force, so that no answer can be missed.
 */
final class RequestDesk {

    private static final Logger log = LoggerFactory.getLogger(RequestDesk.class);
    private static final int KEY_BYTES = 16;

    /** Who hears of a request; called on the loop, and not after {@link #forget}. */
    interface Asker {

        /** What the broker said of the request. */
        void outcome(PublishOutcome outcome);

        /** The first answer; nothing comes after it. */
        void response(Message message);
    }

    /** One request, from {@link #open} to its answer or {@link #forget}. */
    static final class Exchange {
        private final Message message;
        private final Asker asker;
        private final byte[] correlation;
        private final String key;
        private @Nullable Future<?> patience;
        private boolean over;

        private Exchange(Message message, Asker asker, byte[] correlation) {
            this.message = message;
            this.asker = asker;
            this.correlation = correlation;
            this.key = Base64.getUrlEncoder().withoutPadding().encodeToString(correlation);
        }
    }

    private enum Filter {
        UNUSED,
        SUBSCRIBING,
        IN_FORCE
    }

    // As long as the link.
    private final Supplier<BrokerLink> link;
    private final PublishQueue publishes;
    private final LoopSessions home;
    private final NodeSettings.Publishing bounds;
    private final String all;
    private final String own;
    private final SecureRandom random = new SecureRandom();
    private boolean complained;

    // As long as a connection.
    private Filter filter = Filter.UNUSED;

    // As long as a request.
    private final Set<Exchange> waiting = new LinkedHashSet<>();
    private final Map<String, Exchange> byKey = new HashMap<>();

    /**
     * Makes one that subscribes to nothing before it is asked.
     *
     * @param all what all response topics begin with, of every link and node
     * @param own the level that follows on this link's; no other has the same
     */
    RequestDesk(
            Supplier<BrokerLink> link,
            PublishQueue publishes,
            LoopSessions home,
            NodeSettings.Publishing bounds,
            String all,
            String own) {
        this.link = link;
        this.publishes = publishes;
        this.home = home;
        this.bounds = bounds;
        this.all = all;
        this.own = all + own + "/";
    }

    /** Takes a request on, which {@link #send} lets go. */
    Exchange open(Message message, Asker asker) {
        byte[] correlation = new byte[KEY_BYTES];
        random.nextBytes(correlation);
        Exchange exchange = new Exchange(message, asker, correlation);
        byKey.put(exchange.key, exchange);
        home.meters().requestsWaiting.increment();
        return exchange;
    }

    /** Sends a request, once its answer can be heard. The asker may be told before this returns. */
    void send(Exchange exchange) {
        if (link.get().isUp() && filter == Filter.IN_FORCE) {
            publish(exchange);
        } else {
            await(exchange);
        }
    }

    /** Gives a request up: an answer that still comes is ignored, and what has not left does not leave. */
    void forget(Exchange exchange) {
        if (!exchange.over) {
            end(exchange);
        }
    }

    private void end(Exchange exchange) {
        exchange.over = true;
        byKey.remove(exchange.key);
        home.meters().requestsWaiting.add(-1);
        leaveQueue(exchange);
    }

    private void leaveQueue(Exchange exchange) {
        waiting.remove(exchange);
        if (exchange.patience != null) {
            exchange.patience.cancel(false);
            exchange.patience = null;
        }
    }

    private void await(Exchange exchange) {
        if (!link.get().isUp() && exchange.message.qos() == Qos.AT_MOST_ONCE) {
            tell(exchange, new PublishOutcome.NotSent("the gateway has no connection to the broker"));
        } else if (waiting.size() >= bounds.waiting()) {
            tell(exchange, new PublishOutcome.NotSent("as many requests wait for the broker as may"));
        } else {
            waiting.add(exchange);
            exchange.patience = home.loop()
                    .eventLoop()
                    .schedule(() -> giveBack(exchange), bounds.patience().toMillis(), TimeUnit.MILLISECONDS);
            subscribe();
        }
    }

    private void giveBack(Exchange exchange) {
        if (waiting.remove(exchange)) {
            tell(
                    exchange,
                    new PublishOutcome.NotSent("it waited " + bounds.patience().toSeconds() + " s for the broker"));
        }
    }

    private void subscribe() {
        if (filter != Filter.UNUSED || !link.get().isUp()) {
            return;
        }
        if (link.get().up().version() != MqttVersion.V5) {
            tellWaiting(new PublishOutcome.NotPossible(
                    false,
                    "the broker speaks MQTT 3.1.1, which has no requests; publish, and subscribe to the answer"));
            return;
        }
        filter = Filter.SUBSCRIBING;
        Subscription answers = new Subscription(new TopicFilter(own + "+"), Qos.AT_LEAST_ONCE, false);
        link.get().subscribe(List.of(answers), outcomes -> onSubscribed(outcomes.get(0)));
    }

    private void onSubscribed(SubscribeOutcome outcome) {
        if (outcome instanceof SubscribeOutcome.Granted) {
            filter = Filter.IN_FORCE;
            List.copyOf(waiting).forEach(this::publish);
        } else if (outcome instanceof SubscribeOutcome.Refused refused) {
            filter = Filter.UNUSED;
            complain(refused);
            tellWaiting(new PublishOutcome.Refused(
                    refused.code(),
                    "the gateway may not subscribe to " + all + "#, where answers come: " + refused.text()));
        }
    }

    private void complain(SubscribeOutcome.Refused refused) {
        if (!complained) {
            complained = true;
            log.warn(
                    "the broker refuses the gateway's subscription to {}, where the answers to requests come: {}. Requests fail; let"
                            + " the gateway's user subscribe there",
                    own + "+",
                    refused.text());
        }
    }

    private void tellWaiting(PublishOutcome outcome) {
        for (Exchange exchange : List.copyOf(waiting)) {
            leaveQueue(exchange);
            tell(exchange, outcome);
        }
    }

    private void publish(Exchange exchange) {
        leaveQueue(exchange);
        home.meters().requests.increment();
        publishes.publish(addressed(exchange), outcome -> tell(exchange, outcome));
    }

    private Message addressed(Exchange exchange) {
        Message asked = exchange.message;
        return new Message(
                asked.topic(),
                asked.payload(),
                asked.qos(),
                asked.retain(),
                asked.expirySeconds(),
                asked.contentType(),
                new TopicName(own + exchange.key),
                exchange.correlation,
                asked.properties());
    }

    private static void tell(Exchange exchange, PublishOutcome outcome) {
        if (!exchange.over) {
            exchange.asker.outcome(outcome);
        }
    }

    /** Takes a message that is an answer, also one that came by a wide filter and is another link's; returns whether it is. */
    boolean takes(Message message) {
        String topic = message.topic().value();
        if (!topic.startsWith(all)) {
            return false;
        }
        Exchange exchange = topic.startsWith(own) ? byKey.get(topic.substring(own.length())) : null;
        if (exchange == null || !fits(exchange, message.correlation())) {
            home.meters().responsesIgnored.increment();
            return true;
        }
        end(exchange);
        home.meters().responses.increment();
        exchange.asker.response(message);
        return true;
    }

    /** Who answers without correlation data has still got the topic right. */
    private static boolean fits(Exchange exchange, byte @Nullable [] correlation) {
        return correlation == null || Arrays.equals(correlation, exchange.correlation);
    }

    /** The link is up: what waits goes out as soon as its answers can be heard. */
    void onUp() {
        if (!waiting.isEmpty()) {
            subscribe();
        }
    }

    /** The link is down. Answers to what was sent may still come, if the broker keeps the session. */
    void onDown() {
        filter = Filter.UNUSED;
        for (Exchange exchange : List.copyOf(waiting)) {
            if (exchange.message.qos() == Qos.AT_MOST_ONCE) {
                leaveQueue(exchange);
                tell(exchange, new PublishOutcome.NotSent("the connection to the broker was lost"));
            }
        }
    }
}
