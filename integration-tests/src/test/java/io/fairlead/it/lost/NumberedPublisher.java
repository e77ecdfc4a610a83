package io.fairlead.it.lost;

import io.fairlead.broker.BrokerAddress;
import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.LinkProbe;
import io.fairlead.broker.MqttVersion;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.transport.EventLoops;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A device straight at the broker that publishes numbers at QoS 1, in order, as {@code {"n":17,"a":1}}. What was not
 * acknowledged to it, it publishes again from there on, as a further attempt {@code a}.
 */
final class NumberedPublisher implements AutoCloseable {

    /** The field that only makes a message longer. */
    static final String PADDING = "x";

    private static final int BATCH = 20;

    private final EventLoops loops = new EventLoops(1);
    private final HiveMqBroker broker;
    private final LinkProbe link;

    private final String padding;

    NumberedPublisher(String url) {
        this(url, 0);
    }

    /** @param padding how many characters its messages bear besides */
    NumberedPublisher(String url, int padding) {
        this.padding = "x".repeat(padding);
        BrokerSettings usual = BrokerSettings.of(url);
        broker = new HiveMqBroker(new BrokerSettings(
                List.of(BrokerAddress.parse(url)),
                MqttVersion.V5,
                usual.credentials(),
                usual.tls(),
                usual.keepAlive(),
                usual.connectTimeout(),
                100,
                Duration.ofMillis(20),
                Duration.ofMillis(200)));
        LinkOptions options = new LinkOptions(
                "device-" + UUID.randomUUID(),
                true,
                Duration.ZERO,
                LinkOptions.MAX_RECEIVE_MAXIMUM,
                false,
                loops.next().group());
        link = new LinkProbe(broker, options);
        Awaitility.await("the publisher's link").until(link::isUp);
    }

    /**
     * Begins to publish.
     *
     * @param topics each number goes to one of them after the other, so that each topic has numbers of its own from 1
     * @param first the first number
     * @param last the last one
     * @param perSecond how many a second, over all topics
     * @return done when the broker has acknowledged all
     */
    CompletableFuture<Void> publish(List<String> topics, int first, int last, int perSecond) {
        return CompletableFuture.runAsync(
                () -> {
                    long start = System.nanoTime();
                    for (int next = first; next <= last; next += BATCH) {
                        waitUntil(start + TimeUnit.SECONDS.toNanos(1) * (next - first) * topics.size() / perSecond);
                        publishBatch(topics, next, Math.min(next + BATCH - 1, last));
                    }
                },
                task -> new Thread(task, "numbered-publisher").start());
    }

    private void publishBatch(List<String> topics, int first, int last) {
        int next = first;
        for (int attempt = 1; next <= last; attempt++) {
            next = attempt(topics, next, last, attempt);
        }
    }

    /** The number from which on something is to be published again. */
    private int attempt(List<String> topics, int first, int last, int attempt) {
        List<Message> batch = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            for (String topic : topics) {
                batch.add(message(topic, number, attempt));
            }
        }
        Awaitility.await("the publisher's link")
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(link::isUp);
        List<PublishOutcome> outcomes = link.publishAll(batch).join();
        int accepted = 0;
        while (accepted < outcomes.size() && outcomes.get(accepted) instanceof PublishOutcome.Accepted) {
            accepted++;
        }
        return first + accepted / topics.size();
    }

    private Message message(String topic, int number, int attempt) {
        String text = "{\"n\":" + number + ",\"a\":" + attempt + ",\"" + PADDING + "\":\"" + padding + "\"}";
        return Message.of(new TopicName(topic), text.getBytes(StandardCharsets.UTF_8), Qos.AT_LEAST_ONCE);
    }

    private static void waitUntil(long nanos) {
        try {
            var unused = new CountDownLatch(1).await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        link.close(false);
        broker.close();
        loops.close();
    }
}
