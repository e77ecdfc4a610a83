package io.fairlead.it.live;

import io.fairlead.broker.BrokerSettings;
import io.fairlead.broker.LinkOptions;
import io.fairlead.broker.LinkProbe;
import io.fairlead.broker.PublishOutcome;
import io.fairlead.broker.hivemq.HiveMqBroker;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import io.fairlead.transport.EventLoops;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** A publisher straight at the broker that is faster than a program for each message, and sends any bytes. */
final class Device implements AutoCloseable {

    private final EventLoops loops = new EventLoops(1);
    private final HiveMqBroker broker;
    private final LinkProbe link;

    Device(TestBroker upstream) {
        broker = new HiveMqBroker(BrokerSettings.of(upstream.url()));
        LinkOptions options = new LinkOptions(
                "device-" + UUID.randomUUID(),
                true,
                Duration.ZERO,
                LinkOptions.MAX_RECEIVE_MAXIMUM,
                false,
                loops.next().group());
        link = new LinkProbe(broker, options);
        JsonClient.waiting("the device's link").until(link::isUp);
    }

    /** Publishes at QoS 1 and waits for the acknowledgement. */
    void publish(String topic, byte[] payload) {
        accepted(link.publish(message(topic, payload, false)));
    }

    /** Publishes each number from {@code first} to {@code last} as retained at QoS 1; done when all are acknowledged. */
    CompletableFuture<Void> count(String topic, long first, long last) {
        List<Message> all = LongStream.rangeClosed(first, last)
                .mapToObj(number -> message(topic, Long.toString(number).getBytes(StandardCharsets.UTF_8), true))
                .toList();
        return link.publishAll(all).thenAccept(outcomes -> outcomes.forEach(Device::accepted));
    }

    private static void accepted(PublishOutcome outcome) {
        if (!(outcome instanceof PublishOutcome.Accepted)) {
            throw new IllegalStateException("the broker did not take a message: " + outcome);
        }
    }

    private static Message message(String topic, byte[] payload, boolean retain) {
        return new Message(
                new TopicName(topic),
                payload,
                Qos.AT_LEAST_ONCE,
                retain,
                Message.NO_EXPIRY,
                null,
                null,
                null,
                List.of());
    }

    @Override
    public void close() {
        link.close(false);
        broker.close();
        loops.close();
    }
}
