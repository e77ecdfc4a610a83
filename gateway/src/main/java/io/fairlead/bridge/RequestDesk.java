package io.fairlead.bridge;

import io.fairlead.broker.BrokerLink;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.SubscribeOutcome;
import io.fairlead.session.ClientKey;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicFilter;
import io.fairlead.topic.TopicName;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that go over one link, and the answers that come back by it. Owned by the link's loop, which is the askers'
 * own.
 *
 * <p>Every request has a response topic of its own, whose last level is 128 random bits: who has not got the request cannot
 * answer it. One filter of the link takes them all, and no request leaves before it is in force, so that no answer can be
 * missed.
 */
final class RequestDesk {

    private static final int KEY_BYTES = 16;

    /** Who hears of a request; called on the loop, and not after {@link #forget}. */
    interface Asker {

        /** Whose request it is. */
        ClientKey client();

        /** What the broker said of the request. */
        void outcome(PublishOutcome outcome);

        /** The first answer; nothing comes after it. */
        void response(Message message);
    }

    /** One request, from {@link #open} to its answer or {@link #forget}. */
    static final class Exchange {
        private final Asker asker;
        private final byte[] correlation;
        private final String key;
        private @Nullable Future<?> patience;
        private boolean over;

        private Exchange(Asker asker, byte[] correlation) {
            this.asker = asker;
            this.correlation = correlation;
            this.key = Base64.getUrlEncoder().withoutPadding().encodeToString(correlation);
        }
    }

    // As long as the link.
    private final Supplier<BrokerLink> link;
    private final PublishQueue publishes;
    private final LoopSessions home;
    private final NodeSettings.Publishing bounds;
    private final String all;
    private final String own;
    private final ReplyFilter filter;
    private final SecureRandom random = new SecureRandom();

    // As long as a request.
    private final Map<String, Exchange> byKey = new HashMap<>();

    // Until answers can be heard.
    private final Map<Exchange, Message> waiting = new LinkedHashMap<>();
    private long waitingBytes;

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
        this.filter = new ReplyFilter(link, new TopicFilter(this.own + "+"));
    }

    /** Takes a request on, which {@link #send} lets go. */
    Exchange open(Asker asker) {
        byte[] correlation = new byte[KEY_BYTES];
        random.nextBytes(correlation);
        Exchange exchange = new Exchange(asker, correlation);
        byKey.put(exchange.key, exchange);
        home.meters().requestsWaiting.increment();
        return exchange;
    }

    /** Sends a request, once its answer can be heard. The asker may be told before this returns. */
    void send(Exchange exchange, Message message) {
        if (filter.isInForce()) {
            publish(exchange, message);
        } else {
            await(exchange, message);
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

    private void await(Exchange exchange, Message message) {
        int bytes = message.payload().length;
        if (!link.get().isUp() && message.qos() == Qos.AT_MOST_ONCE) {
            tell(exchange, new PublishOutcome.NotSent("the gateway has no connection to the broker"));
        } else if (waiting.size() >= bounds.waiting() || waitingBytes + bytes > bounds.waitingBytes()) {
            tell(exchange, new PublishOutcome.NotSent("as many requests wait for the broker as may"));
        } else {
            waiting.put(exchange, message);
            waitingBytes += bytes;
            exchange.patience = home.loop()
                    .eventLoop()
                    .schedule(() -> giveBack(exchange), bounds.patience().toMillis(), TimeUnit.MILLISECONDS);
            letGo();
        }
    }

    private void leaveQueue(Exchange exchange) {
        Message left = waiting.remove(exchange);
        if (left != null) {
            waitingBytes -= left.payload().length;
        }
        if (exchange.patience != null) {
            exchange.patience.cancel(false);
            exchange.patience = null;
        }
    }

    private void giveBack(Exchange exchange) {
        leaveQueue(exchange);
        tell(
                exchange,
                new PublishOutcome.NotSent("it waited " + bounds.patience().toSeconds() + " s for the broker"));
    }

    /** Sees to it that what waits can leave. */
    private void letGo() {
        if (!link.get().isUp()) {
            return;
        }
        if (link.get().up().version() == MqttVersion.V5) {
            filter.subscribe(() -> eachWaiting(this::publish), this::giveUp);
        } else {
            String why = "the broker speaks MQTT 3.1.1, which has no requests; publish, and subscribe to the answer";
            eachWaiting((exchange, message) -> tell(exchange, new PublishOutcome.NotPossible(false, why)));
        }
    }

    private void giveUp(SubscribeOutcome.Refused refused) {
        String why = "the gateway may not subscribe to " + all + "#, where answers come: " + refused.text();
        eachWaiting((exchange, message) -> tell(exchange, new PublishOutcome.Refused(refused.code(), why)));
    }

    /** Takes each out of the queue; what is done with one may end others. */
    private void eachWaiting(BiConsumer<Exchange, Message> action) {
        new LinkedHashMap<>(waiting).forEach((exchange, message) -> {
            leaveQueue(exchange);
            if (!exchange.over) {
                action.accept(exchange, message);
            }
        });
    }

    private void publish(Exchange exchange, Message message) {
        home.meters().requests.increment();
        publishes.publish(exchange.asker.client(), addressed(exchange, message), outcome -> tell(exchange, outcome));
    }

    private Message addressed(Exchange exchange, Message asked) {
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
            letGo();
        }
    }

    /** The link is down. Answers to what was sent may still come, if the broker keeps the session. */
    void onDown() {
        filter.onDown();
        new LinkedHashMap<>(waiting).forEach((exchange, message) -> {
            if (message.qos() == Qos.AT_MOST_ONCE) {
                leaveQueue(exchange);
                tell(exchange, new PublishOutcome.NotSent("the connection to the broker was lost"));
            }
        });
    }
}
