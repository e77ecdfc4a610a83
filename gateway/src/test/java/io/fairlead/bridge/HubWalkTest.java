package io.fairlead.bridge;

import static io.fairlead.broker.Waiting.await;

import io.fairlead.broker.FakeBroker;
import io.fairlead.broker.MqttVersion;
import io.fairlead.topic.Message;
import io.fairlead.topic.Qos;
import io.fairlead.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Clients that come, subscribe, leave and listen at random while devices publish and the broker comes and goes. */
class HubWalkTest {

    private static final String[] TOPICS = {"a/1", "a/2", "b/1", "a/1/x", "b"};
    private static final String[] FILTERS = {"a/1", "a/2", "b/1", "a/+", "+/1", "a/#", "#", "b/#", "a/1/x", "+/+/x"};
    private static final int STEPS = 250;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<TestClient> clients = new ArrayList<>();
    private final Published published = new Published();

    @RepeatedTest(4)
    void walk_onMqtt5_losesRepeatsAndReordersNothing() {
        walk(new FakeBroker(MqttVersion.V5), 16, false);
    }

    @RepeatedTest(4)
    void walk_onMqtt311_losesRepeatsAndReordersNothing() {
        walk(new FakeBroker(MqttVersion.V3_1_1), 16, false);
    }

    @RepeatedTest(4)
    void walk_withFlaps_losesNothing() {
        walk(new FakeBroker(MqttVersion.V5), 16, true);
    }

    @RepeatedTest(4)
    void walk_withFlapsOnMqtt311_losesNothing() {
        walk(new FakeBroker(MqttVersion.V3_1_1), 16, true);
    }

    @RepeatedTest(4)
    void walk_withFewLinks_tellsWhatItMayHaveLost() {
        walk(new FakeBroker(MqttVersion.V5), 3, false);
    }

    @RepeatedTest(4)
    void walk_withFewLinksAndFlaps_tellsWhatItMayHaveLost() {
        walk(new FakeBroker(MqttVersion.V5), 3, true);
    }

    private void walk(FakeBroker broker, int maxLinks, boolean flaps) {
        broker.copyForEachFilter(true);
        try (TestNode node = new TestNode(broker, 3, TestNode.settings(maxLinks)).up()) {
            for (int step = 0; step < STEPS; step++) {
                step(broker, node, flaps);
            }
            finish(broker, node);
            for (TestClient client : clients) {
                new Transcript("seed " + seed, published, maxLinks > FILTERS.length, flaps).check(client.heard());
            }
        }
    }

    private void step(FakeBroker broker, TestNode node, boolean flaps) {
        int dice = random.nextInt(100);
        if (dice < 8) {
            clients.add(node.client(random.nextInt(3)));
        } else if (dice < 40 && !clients.isEmpty()) {
            one(clients).subscribe(FILTERS[random.nextInt(FILTERS.length)]);
        } else if (dice < 55 && !clients.isEmpty()) {
            one(clients).unsubscribe(FILTERS[random.nextInt(FILTERS.length)]);
        } else if (dice < 92) {
            publish(broker, TOPICS[random.nextInt(TOPICS.length)], random.nextInt(3) == 0);
        } else if (flaps && dice < 94) {
            broker.flap();
        } else {
            node.settle();
        }
    }

    private TestClient one(List<TestClient> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Waits until every subscription is answered, and says a last word on every topic. */
    private void finish(FakeBroker broker, TestNode node) {
        await().until(() -> broker.connected().size() > 3);
        clients.forEach(client -> {
            for (String filter : FILTERS) {
                client.unsubscribe(filter);
                client.subscribe(filter);
            }
        });
        await().until(() -> clients.stream().allMatch(Transcript::isWholly));
        node.settle();
        for (String topic : TOPICS) {
            publish(broker, topic, false);
        }
        await().until(() ->
                clients.stream().allMatch(client -> Transcript.hasHeardLast(client.heard(), FILTERS, published)));
    }

    private void publish(FakeBroker broker, String topic, boolean retain) {
        broker.publish(new Message(
                new TopicName(topic),
                published.next(topic).getBytes(StandardCharsets.UTF_8),
                Qos.AT_LEAST_ONCE,
                retain,
                Message.NO_EXPIRY,
                null,
                null,
                null,
                List.of()));
    }
}
